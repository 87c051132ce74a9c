import { useEditor, useEditorStore } from '../editor-context.ts'
import { useHands } from '../editor-hand.ts'
import styles from './card-title.module.css'

interface CardTitleProps {
  readonly nodeKey: string
  readonly title: string
}

/** The name of a node, written over in its place while it is renamed. */
export function CardTitle({ nodeKey, title }: CardTitleProps) {
  const store = useEditorStore()
  const { rename, reach } = useHands()
  const isRenamed = useEditor((editor) => editor.renaming === nodeKey)
  if (!isRenamed) return <span className={styles.title}>{title}</span>
  function leave() {
    if (store.getState().renaming === nodeKey) store.getState().rename(undefined)
  }
  return (
    <input
      className={`${styles.input} nodrag nopan`}
      aria-label={`New name of ${title}`}
      defaultValue={title}
      // biome-ignore lint/a11y/noAutofocus: it is opened to be written into.
      autoFocus
      onFocus={(event) => event.target.select()}
      onBlur={(event) => (store.getState().renaming === nodeKey ? rename(nodeKey, event.target.value) : undefined)}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        if (event.key === 'Enter') rename(nodeKey, event.currentTarget.value)
        else leave()
        reach(store.getState().focused)
      }}
    />
  )
}
