import { type NodeProps, NodeResizer } from '@xyflow/react'
import { memo, useState } from 'react'
import { Markdown } from '../design/markdown.tsx'
import { useEditorStore } from './editor-context.ts'
import type { NoteNode } from './flow-nodes.ts'
import styles from './note-card.module.css'

/** A sticky note: Markdown, written by double click. */
export const NoteCard = memo(function NoteCard({ data: { noteId, note }, selected }: NodeProps<NoteNode>) {
  const write = useEditorStore().getState().place
  const [text, setText] = useState<string>()
  function leave() {
    if (text !== undefined && text !== note.text) write('edit the note', { notes: { [noteId]: { ...note, text } } })
    setText(undefined)
  }
  return (
    <>
      <NodeResizer
        isVisible={selected}
        minWidth={120}
        minHeight={64}
        onResizeEnd={(_, { x, y, width, height }) => write('resize the note', { notes: { [noteId]: { ...note, x, y, width, height } } })}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields; this is a note that takes the focus. */}
      <div
        className={styles.note}
        role="group"
        aria-label={`Note: ${note.text.slice(0, 80)}`}
        data-color={note.color ?? 'amber'}
        onDoubleClick={() => setText(note.text)}
      >
        {text === undefined ? (
          <Markdown text={note.text || '*Double click to write*'} />
        ) : (
          <textarea
            className={`${styles.area} nodrag nowheel`}
            aria-label="Text of the note, Markdown"
            // biome-ignore lint/a11y/noAutofocus: it is opened to be written into.
            autoFocus
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={leave}
            onKeyDown={(event) => event.key === 'Escape' && leave()}
          />
        )}
      </div>
    </>
  )
})
