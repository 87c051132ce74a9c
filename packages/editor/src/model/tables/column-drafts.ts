import type { Json } from '@millrace/engine'
import { editText } from './cell-text.ts'
import { type Column, type ColumnType, nameMistake } from './column.ts'
import { readCell } from './read-cell.ts'

/** A column while somebody writes it. */
export interface ColumnDraft {
  /** How the form knows it; never changes. */
  readonly key: string
  /** What it is now; undefined for a new one. */
  readonly was: Column | undefined
  readonly name: string
  readonly type: ColumnType
  readonly table: string
  readonly required: boolean
  readonly unique: boolean
  readonly index: boolean
  readonly search: boolean
  /** As it is typed; nothing for none. */
  readonly fallback: string
  readonly isRemoved: boolean
}

export type DraftChange =
  | { readonly type: 'add'; readonly column: Column }
  | { readonly type: 'rename'; readonly column: string; readonly to: string }
  | { readonly type: 'remove'; readonly column: string }
  | { readonly type: 'retype'; readonly column: string; readonly to: ColumnType; readonly table?: string }
  | { readonly type: 'set'; readonly column: string; readonly default?: Json; readonly [mark: string]: Json | undefined }

const marks = ['required', 'unique', 'index', 'search'] as const

export function draftOf(column: Column): ColumnDraft {
  const { name, type, table = '', required = false, unique = false, index = false, search = false } = column
  const fallback = editText(column, column.default as Json | undefined) // The API gives JSON.
  return { key: name, was: column, name, type, table, required, unique, index, search, fallback, isRemoved: false }
}

export function newDraft(key: string): ColumnDraft {
  return {
    ...{ key, was: undefined, name: '', type: 'string', table: '', fallback: '', isRemoved: false },
    ...{ required: false, unique: false, index: false, search: false },
  }
}

/** Which marks a type can have. */
export function marksOf(type: ColumnType): readonly (typeof marks)[number][] {
  if (type === 'relation') return []
  if (type === 'json' || type === 'file' || type === 'geoPoint') return ['required']
  if (type === 'boolean') return ['required', 'index']
  return type === 'string' ? marks : ['required', 'unique', 'index']
}

export function canHaveDefault(type: ColumnType): boolean {
  return type !== 'relation' && type !== 'file' && type !== 'pointer'
}

/** What is wrong with a draft, among the others. */
export function draftMistakes(
  draft: ColumnDraft,
  all: readonly ColumnDraft[],
): { readonly name?: string; readonly table?: string; readonly fallback?: string } {
  if (draft.isRemoved) return {}
  const taken = all.filter((one) => one !== draft && !one.isRemoved).map(({ name }) => name)
  const name = nameMistake(draft.name, [...taken, 'id', 'createdAt', 'updatedAt'])
  const needsTable = draft.type === 'pointer' || draft.type === 'relation'
  const fallback = canHaveDefault(draft.type) ? readCell(draft, draft.fallback) : undefined
  return {
    ...(name !== undefined && { name }),
    ...(needsTable && draft.table === '' && { table: 'Say which table it leads to.' }),
    ...(fallback?.ok === false && { fallback: fallback.mistake }),
  }
}

/** The column that a draft stands for. */
export function columnOf(draft: ColumnDraft): Column {
  const { name, type, table } = draft
  const possible = marksOf(type)
  const fallback = fallbackOf(draft)
  return {
    name,
    type,
    ...((type === 'pointer' || type === 'relation') && { table }),
    ...Object.fromEntries(possible.filter((mark) => draft[mark]).map((mark) => [mark, true])),
    ...(fallback !== null && { default: fallback }),
  }
}

/** What has to be done to the table, in an order in which it can be: what goes first makes room for names. */
export function columnChanges(drafts: readonly ColumnDraft[]): readonly DraftChange[] {
  const gone = drafts.filter(({ was, isRemoved }) => isRemoved && was !== undefined)
  const kept = drafts.filter(({ was, isRemoved }) => !isRemoved && was !== undefined)
  const added = drafts.filter(({ was, isRemoved }) => !isRemoved && was === undefined)
  return [
    ...gone.map(({ was, name }): DraftChange => ({ type: 'remove', column: was?.name ?? name })),
    ...kept.flatMap(changesOf),
    ...added.map((draft): DraftChange => ({ type: 'add', column: columnOf(draft) })),
  ]
}

function changesOf(draft: ColumnDraft): readonly DraftChange[] {
  const { was, name, type, table } = draft
  if (was === undefined) return []
  const leads = type === 'pointer' || type === 'relation'
  const isRetyped = type !== was.type || (leads && table !== was.table)
  const now = columnOf(draft)
  const set = Object.fromEntries(
    marks.filter((mark) => (now[mark] ?? false) !== (was[mark] ?? false)).map((mark) => [mark, now[mark] ?? false]),
  )
  const before = (was.default ?? null) as Json // The API gives JSON.
  const fallback = (now.default ?? null) as Json
  const isReset = JSON.stringify(before) !== JSON.stringify(fallback)
  return [
    ...(name === was.name ? [] : [{ type: 'rename', column: was.name, to: name } as const]),
    ...(isRetyped ? [{ type: 'retype', column: name, to: type, ...(leads && { table }) } as const] : []),
    ...(Object.keys(set).length === 0 && !isReset
      ? []
      : [{ type: 'set', column: name, ...set, ...(isReset && { default: fallback }) } as const]),
  ]
}

function fallbackOf(draft: ColumnDraft): Json {
  const read = canHaveDefault(draft.type) ? readCell(draft, draft.fallback) : undefined
  return read?.ok === true ? read.value : null
}
