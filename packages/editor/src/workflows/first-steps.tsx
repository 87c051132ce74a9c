import { ClipboardPaste, LayoutTemplate, type LucideIcon, Plus, Workflow } from 'lucide-react'
import type { Beginning } from './create-dialog.tsx'
import styles from './first-steps.module.css'

const ways: readonly { readonly begin: Beginning; readonly icon: LucideIcon; readonly name: string; readonly text: string }[] = [
  { begin: 'template', icon: LayoutTemplate, name: 'From a template', text: 'An example that works: look at it, run it, change it.' },
  { begin: 'blank', icon: Plus, name: 'From nothing', text: 'A button and a step on an empty canvas.' },
  { begin: 'text', icon: ClipboardPaste, name: 'From a file', text: 'YAML that you have, or an export of n8n.' },
]

/** What an instance without workflows shows: what a workflow is, and three ways to begin. */
export function FirstSteps({ onBegin }: { onBegin(begin: Beginning): void }) {
  return (
    <section className={styles.first}>
      <Workflow className={styles.picture} size={40} strokeWidth={1.25} aria-hidden />
      <h2 className={styles.title}>Make your first workflow</h2>
      <p className={styles.text}>
        A trigger starts it: a call, the clock, a form, a new record. Its nodes do the work, each step recorded, so that nothing is lost
        when a machine dies, and every run can be looked at afterwards.
      </p>
      <div className={styles.ways}>
        {ways.map(({ begin, icon: Icon, name, text }) => (
          <button key={begin} type="button" className={styles.way} onClick={() => onBegin(begin)}>
            <Icon size={24} strokeWidth={1.5} aria-hidden />
            <span className={styles.name}>{name}</span>
            <span className={styles.about}>{text}</span>
          </button>
        ))}
      </div>
    </section>
  )
}
