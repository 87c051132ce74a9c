import styles from './canvas-toolbar.module.css'
import { useEditor } from './editor-context.ts'

/** What workflow this is, how its draft stands, and what one does with it. */
export function CanvasToolbar() {
  const workflowId = useEditor((editor) => editor.workflowId)
  const name = useEditor(({ text }) => (typeof text.value.name === 'string' ? text.value.name : ''))
  return (
    <header className={styles.bar}>
      <div className={styles.name}>
        <h1>{name || workflowId}</h1>
        <code>{workflowId}</code>
      </div>
    </header>
  )
}
