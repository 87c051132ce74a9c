import { CircleX } from 'lucide-react'
import { Link } from 'react-router'
import type { StepError } from '../api/api-schema.ts'
import styles from './error-note.module.css'

interface ErrorNoteProps {
  readonly error: StepError
  readonly workflowId: string
  readonly executionId: string
  readonly onStep: (path: string) => void
}

/** Why it failed, where, and the way to the place in the workflow. The stack is folded. */
export function ErrorNote({ error: { message, code, step, stack, details }, workflowId, executionId, onStep }: ErrorNoteProps) {
  const canvas = new URLSearchParams({ execution: executionId, ...(step !== undefined && { node: nodePathOf(step) }) })
  return (
    <section className={styles.note} aria-label="Error">
      <CircleX className={styles.icon} size={20} aria-hidden />
      <div className={styles.words}>
        <p className={styles.message}>{message}</p>
        <p className={styles.place}>
          <code>{code}</code>
          {step !== undefined && (
            <button type="button" onClick={() => onStep(step)}>
              in {step}
            </button>
          )}
          <Link to={`/workflows/${workflowId}?${canvas}`}>Show the place in the workflow</Link>
        </p>
        {details !== undefined && <Folded title="Details" text={JSON.stringify(details, undefined, 2)} />}
        {stack !== undefined && <Folded title="Stack" text={stack} />}
      </div>
    </section>
  )
}

function Folded({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <details>
      <summary>{title}</summary>
      <pre className={styles.text}>{text}</pre>
    </details>
  )
}

/** `items[3].charge` is the node `items.charge`: iterations are not part of the file. */
function nodePathOf(step: string): string {
  return step.replaceAll(/\[\d+\]/g, '')
}
