import { X } from 'lucide-react'
import { useEditor, useEditorStore } from '../canvas/editor-context.ts'
import { CodeBlock } from '../design/code-block.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { TypeIcon } from '../design/type-icon.tsx'
import { rangesOf } from '../source/ranges-of.ts'
import styles from './node-panel.module.css'

/** One node, opened over the canvas. */
export function NodePanel({ nodeKey }: { readonly nodeKey: string }) {
  const store = useEditorStore()
  const node = useEditor(({ canvas }) => canvas.nodes.find(({ key }) => key === nodeKey))
  const source = useEditor((editor) => {
    const [range] = rangesOf(editor, new Set([nodeKey]))
    return range === undefined ? '' : editor.text.source.slice(range.from, range.to)
  })
  if (node === undefined) return null
  return (
    <section className={styles.panel} aria-label={`Node ${node.title}`}>
      <header className={styles.head}>
        <TypeIcon name={node.icon} />
        <h2>{node.title}</h2>
        <code>{node.type}</code>
        <span className={styles.gap} />
        <IconButton icon={X} label="Back to the canvas" shortcut="Escape" onClick={() => store.getState().open(undefined)} />
      </header>
      {node.notes !== undefined && <p>{node.notes}</p>}
      <CodeBlock code={source} what={`the text of ${node.title}`} />
    </section>
  )
}
