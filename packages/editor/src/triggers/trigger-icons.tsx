import { useTriggerTypes } from '../api/use-trigger-types.ts'
import { TypeIcon } from '../design/type-icon.tsx'
import { Unseen } from '../design/unseen.tsx'
import styles from './trigger-icons.module.css'

const most = 2

/** What starts a workflow, as pictures; the names are its tip. */
export function TriggerIcons({ types }: { readonly types: readonly string[] }) {
  const known = useTriggerTypes()
  const different = [...new Set(types)]
  const titleOf = (type: string) => known.get(type)?.title ?? type
  const names = different.length === 0 ? 'Started by other workflows' : different.map(titleOf).join(', ')
  return (
    <span className={styles.icons} title={names}>
      <Unseen>{names}</Unseen>
      {different.length === 0 && <TypeIcon name="workflow" size={18} />}
      {different.slice(0, different.length > most ? 1 : most).map((type) => (
        <TypeIcon key={type} name={known.get(type)?.icon ?? type} size={18} />
      ))}
      {different.length > most && <span aria-hidden>+{different.length - 1}</span>}
    </span>
  )
}
