import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import styles from './cell-editor.module.css'
import type { Editing } from './use-cell-edit.ts'

interface CellEditorProps {
  readonly editing: Editing
  /** Whether it was written. */
  onCommit(text: string): Promise<boolean>
  onCancel(): void
  /** Written, and on to the cell beside it. */
  onTab(isBack: boolean): void
  onDone(): void
}

/** Enter writes, Shift+Enter makes a new line, Escape leaves it as it was, Tab goes on to the next cell. */
export function CellEditor({ editing, onCommit, onCancel, onTab, onDone }: CellEditorProps) {
  const { column, mistake, isBusy } = editing
  const [text, setText] = useState(editing.text)
  const field = useRef<HTMLInputElement & HTMLTextAreaElement & HTMLSelectElement>(null)
  const isLeaving = useRef(false)
  useEffect(() => {
    field.current?.focus()
    const { length } = editing.text
    if (field.current instanceof HTMLTextAreaElement) field.current.setSelectionRange(editing.isBegun ? length : 0, length)
  }, [editing.text, editing.isBegun])

  async function commit(then: () => void) {
    isLeaving.current = true
    const isWritten = await onCommit(text)
    isLeaving.current = false
    if (isWritten) then()
    else field.current?.focus()
  }

  function press(event: KeyboardEvent) {
    event.stopPropagation()
    if (event.key === 'Escape') {
      isLeaving.current = true
      onCancel()
      onDone()
    } else if (event.key === 'Enter' && !event.shiftKey) void commit(onDone)
    else if (event.key === 'Tab') void commit(() => onTab(event.shiftKey))
    else return
    event.preventDefault()
  }

  const shared = {
    ref: field,
    className: styles.field,
    'aria-label': column.name,
    'aria-invalid': mistake !== undefined,
    'aria-describedby': mistake === undefined ? undefined : 'cell-mistake',
    readOnly: isBusy,
    value: text,
    onKeyDown: press,
    onBlur: () => !isLeaving.current && void onCommit(text),
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed in the editor does not choose the cell behind it.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
    <div
      className={styles.editor}
      data-wide={column.type === 'json'}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {column.type === 'date' ? (
        <input {...shared} type="datetime-local" step="0.001" onChange={({ target }) => setText(target.value)} />
      ) : column.type === 'number' || column.type === 'pointer' || column.type === 'geoPoint' ? (
        <input
          {...shared}
          inputMode={column.type === 'number' ? 'decimal' : 'text'}
          spellCheck={false}
          onChange={({ target }) => setText(target.value)}
        />
      ) : (
        <textarea
          {...shared}
          rows={Math.min(12, text.split('\n').length)}
          data-code={column.type === 'json'}
          spellCheck={column.type !== 'json'}
          onChange={({ target }) => setText(target.value)}
        />
      )}
      {isBusy && <p className={styles.busy}>Writing …</p>}
      {mistake !== undefined && (
        <p id="cell-mistake" className={styles.mistake} role="alert">
          {mistake}
        </p>
      )}
    </div>
  )
}
