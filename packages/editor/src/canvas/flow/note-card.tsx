import { type NodeProps, NodeResizer } from '@xyflow/react'
import { memo, useRef } from 'react'
import { LateMarkdown } from '../../design/late-markdown.tsx'
import { onGrid } from '../../model/layout/arrange-boxes.ts'
import type { Note } from '../../model/layout-file.ts'
import { useEditor, useEditorStore } from '../editor-context.ts'
import { useHands } from '../editor-hand.ts'
import type { NoteNode } from './flow-nodes.ts'
import styles from './note-card.module.css'
import { NoteColors } from './note-colors.tsx'

/** A sticky note: Markdown, written by double click or Enter. */
export const NoteCard = memo(function NoteCard({ id: key, data: { noteId, note }, selected }: NodeProps<NoteNode>) {
  const store = useEditorStore()
  const { reach } = useHands()
  const isWritten = useEditor(({ renaming }) => renaming === key)
  const { place, rename, focus } = store.getState()
  const change = (label: string, anew: Partial<Note>) => place(label, { notes: { [noteId]: { ...note, ...anew } } })
  return (
    <>
      <NodeResizer
        isVisible={selected}
        minWidth={120}
        minHeight={64}
        onResizeEnd={(_, { x, y, width, height }) =>
          change('resize the note', { x: onGrid(x), y: onGrid(y), width: onGrid(width), height: onGrid(height) })
        }
      />
      {selected && <NoteColors value={note.color} onChange={(color) => change('color the note', { color })} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields; this is a note that takes the focus. */}
      <div
        className={styles.note}
        role="group"
        tabIndex={-1}
        aria-label={`Note: ${note.text.slice(0, 80)}`}
        data-color={note.color ?? 'amber'}
        onFocus={({ target, currentTarget }) => target === currentTarget && focus(key)}
        onDoubleClick={() => rename(key)}
      >
        {isWritten ? (
          <NoteText
            text={note.text}
            onLeave={(text) => {
              if (text !== note.text) change('write the note', { text })
              if (store.getState().renaming === key) rename(undefined)
            }}
            onDone={() => reach(key)}
          />
        ) : (
          <LateMarkdown text={note.text || '*An empty note*'} />
        )}
      </div>
    </>
  )
})

interface NoteTextProps {
  readonly text: string
  onLeave(text: string): void
  /** It was left by the keyboard. */
  onDone(): void
}

function NoteText({ text, onLeave, onDone }: NoteTextProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  return (
    <textarea
      ref={area}
      className={`${styles.area} nodrag nowheel`}
      aria-label="Text of the note, Markdown"
      placeholder="Markdown"
      // biome-ignore lint/a11y/noAutofocus: it is opened to be written into.
      autoFocus
      defaultValue={text}
      onBlur={(event) => onLeave(event.target.value)}
      onKeyDown={(event) => {
        event.stopPropagation()
        const isDone = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
        if (!isDone) return
        area.current?.blur()
        onDone()
      }}
    />
  )
}
