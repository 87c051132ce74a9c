import { Check } from 'lucide-react'
import { Unseen } from '../../design/unseen.tsx'
import type { Place } from './place.ts'
import styles from './step-list.module.css'

export const stepNames = { connect: 'Connect', review: 'Review', import: 'Import' } as const satisfies Record<Place['step'], string>

const steps = ['connect', 'review', 'import'] as const

/** The three steps, and at which one is. */
export function StepList({ step: current }: { readonly step: Place['step'] }) {
  const at = steps.indexOf(current)
  return (
    <ol className={styles.steps} aria-label="Steps">
      {steps.map((step, index) => (
        <li
          key={step}
          className={styles.step}
          data-look={index < at ? 'done' : index === at ? 'now' : 'later'}
          aria-current={index === at && 'step'}
        >
          <span className={styles.number}>{index < at ? <Check size={14} strokeWidth={3} aria-hidden /> : index + 1}</span>
          {stepNames[step]}
          {index < at && <Unseen>, done</Unseen>}
        </li>
      ))}
    </ol>
  )
}
