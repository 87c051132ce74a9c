import type { Json } from '@millrace/engine'
import { useRef, useState } from 'react'
import { ApiError } from '../api/call.ts'
import { showToast } from '../design/toast.ts'
import { cellText, editText } from '../model/tables/cell-text.ts'
import type { Column, TableRecord } from '../model/tables/column.ts'
import { isSame } from '../model/tables/is-same.ts'
import { readCell } from '../model/tables/read-cell.ts'
import type { Records } from './use-records.ts'
import { writeRecord } from './write-record.ts'

/** The cell that is written in. */
export interface Editing {
  readonly record: TableRecord
  readonly column: Column
  /** What its editor begins with. */
  readonly text: string
  /** It is the first sign of what somebody types, who goes on after it; else all of it is chosen. */
  readonly isBegun: boolean
  readonly isBusy: boolean
  readonly mistake?: string
}

export interface CellEdit {
  readonly editing: Editing | undefined
  /** `text` in the place of what stands there: what somebody has begun to type. */
  begin(record: TableRecord, column: Column, text?: string): void
  cancel(): void
  /** Whether it was written; what was not stays open and says why. */
  commit(text: string): Promise<boolean>
  set(record: TableRecord, column: Column, value: Json): Promise<void>
  undo(): Promise<void>
  redo(): Promise<void>
}

interface Step {
  readonly id: string
  readonly column: Column
  readonly before: Json
  readonly after: Json
}

const gone = 'Somebody has deleted this record meanwhile.'

/** Writes one cell at a time, and takes it back. */
export function useCellEdit(table: string, records: Records): CellEdit {
  const [editing, setEditing] = useState<Editing>()
  const done = useRef<readonly Step[]>([])
  const undone = useRef<readonly Step[]>([])
  const running = useRef<Promise<unknown>>(Promise.resolve())

  /** One write after the other: what is taken back has been written. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const next = running.current.then(act)
    running.current = next.catch(() => undefined) // Told to whoever asked for it.
    return next
  }

  /** Undefined when it was written; else why not. */
  async function write(
    record: TableRecord,
    column: Column,
    value: Json,
  ): Promise<{ readonly mistake: string; readonly record: TableRecord } | undefined> {
    const { name } = column
    if (isSame(record[name], value)) return undefined
    try {
      const written = await writeRecord(table, record, { [name]: value })
      if (written.type === 'gone') return { mistake: gone, record }
      records.take({ change: 'updated', record: written.record })
      if (written.type === 'written') return undefined
      const theirs = cellText(column, written.record[name]) ?? 'nothing'
      return { mistake: `Somebody else has set it to “${theirs}” meanwhile. Enter once more writes yours.`, record: written.record }
    } catch (error) {
      const isAway = error instanceof ApiError && error.status === 0
      if (isAway) return { mistake: 'The server does not answer. What you typed stays here: press Enter again when it is back.', record }
      return { mistake: error instanceof Error ? error.message : String(error), record }
    }
  }

  function keep(record: TableRecord, column: Column, after: Json): void {
    done.current = [...done.current, { id: record.id, column, before: record[column.name] ?? null, after }].slice(-100)
    undone.current = []
  }

  function set(record: TableRecord, column: Column, value: Json): Promise<void> {
    return inTurn(async () => {
      const refused = await write(record, column, value)
      if (refused === undefined) keep(record, column, value)
      else showToast({ kind: 'error', title: `${column.name} was not changed`, text: refused.mistake })
    })
  }

  /** Only over what was written here: what others have made of it since is theirs. */
  async function back({ id, column, before, after }: Step): Promise<boolean> {
    const record = records.rows.find((one) => one.id === id)
    const known = record ?? { id }
    const refused = await write({ ...known, [column.name]: after }, column, before)
    if (refused !== undefined) showToast({ kind: 'error', title: `${column.name} cannot be set back`, text: refused.mistake })
    return refused === undefined
  }

  return {
    editing,
    begin(record, column, begun) {
      const text = begun ?? editText(column, record[column.name])
      setEditing({ record, column, text, isBegun: begun !== undefined, isBusy: false })
    },
    cancel: () => setEditing(undefined),
    async commit(text) {
      if (editing === undefined || editing.isBusy) return false
      const { record, column, isBegun } = editing
      if (text === editText(column, record[column.name])) {
        setEditing(undefined)
        return true
      }
      const read = readCell(column, text)
      if (!read.ok) {
        setEditing({ ...editing, mistake: read.mistake })
        return false
      }
      setEditing({ record, column, text: editing.text, isBegun, isBusy: true })
      const { value } = read
      const refused = await inTurn(() => write(record, column, value))
      if (refused === undefined) {
        keep(record, column, value)
        setEditing(undefined)
        return true
      }
      setEditing({ ...refused, column, text: editing.text, isBegun, isBusy: false })
      return false
    },
    set,
    undo: () =>
      inTurn(async () => {
        const step = done.current.at(-1)
        if (step === undefined || !(await back(step))) return
        done.current = done.current.slice(0, -1)
        undone.current = [...undone.current, step]
      }),
    redo: () =>
      inTurn(async () => {
        const step = undone.current.at(-1)
        if (step === undefined || !(await back({ ...step, before: step.after, after: step.before }))) return
        undone.current = undone.current.slice(0, -1)
        done.current = [...done.current, step]
      }),
  }
}
