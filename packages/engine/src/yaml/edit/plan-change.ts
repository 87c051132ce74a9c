import { assertNever } from '../../assert-never.ts'
import type { Json } from '../../json.ts'
import type { Path, PlaceChange } from './change.ts'
import { deleteEntry } from './delete-entry.ts'
import type { EditableText } from './editable-text.ts'
import { findEntry, findPlace } from './find-place.ts'
import { insertEntry } from './insert-entry.ts'
import { collectionAt } from './layout.ts'
import { moveEntry } from './move-entry.ts'
import { isRefusal, nameOf, type Plan, refuse } from './refusal.ts'
import { renameKey } from './rename-key.ts'
import { replaceValue } from './replace-value.ts'

/** The patches that make one change, or why it cannot be made. What they make of the value is checked afterwards. */
export function planChange(text: EditableText, change: PlaceChange): Plan {
  switch (change.type) {
    case 'set':
      return planSet(text, change.path, change.value)
    case 'insert':
      return planInsert(text, change)
    case 'delete':
      return planDelete(text, change.path)
    case 'rename':
      return planRename(text, change.path, change.to)
    case 'move':
      return planMove(text, change.path, change.before)
    default:
      return assertNever(change)
  }
}

function planSet(text: EditableText, path: Path, value: Json): Plan {
  const found = findPlace(text, path)
  if (isRefusal(found)) return found
  const { place, missing } = found
  if (missing.length === 0) return replaceValue(text, place, value)
  return addAt(text, path, { value, missing, index: undefined })
}

function planInsert(text: EditableText, { path, value, before }: Extract<PlaceChange, { type: 'insert' }>): Plan {
  const last = path.at(-1)
  const found = findPlace(text, path)
  if (isRefusal(found)) return found
  if (last === undefined) return refuse('NOT_A_COLLECTION', path, 'The document itself cannot be inserted.')
  if (found.missing.length === 0 && typeof last === 'string')
    return refuse('KEY_EXISTS', path, `${nameOf(path)} exists already.`, found.entry?.start)
  const parentPath = path.slice(0, -1)
  const parent = findPlace(text, parentPath)
  if (isRefusal(parent)) return parent
  const entries = parent.missing.length === 0 ? (collectionAt(text.source, parent.place)?.entries ?? []) : []
  const index = typeof last === 'number' ? last : before === undefined ? undefined : entries.findIndex(({ name }) => name === before)
  if (index === -1)
    return refuse('PATH_NOT_FOUND', path, `${nameOf([...parentPath, before ?? ''])} does not exist, so nothing can stand before it.`)
  return addAt(text, path, { value, missing: parent.missing.length > 0 ? found.missing : path.slice(-1), index })
}

/** Adds what is missing of a path to the nearest map or list that exists, or in place of a null. */
function addAt(text: EditableText, path: Path, { value, missing, index }: { value: Json; missing: Path; index: number | undefined }): Plan {
  const parentPath = path.slice(0, path.length - missing.length)
  const parent = findPlace(text, parentPath)
  if (isRefusal(parent)) return parent
  const [first, ...deeper] = missing
  const inner = nested(deeper, value)
  const collection = collectionAt(text.source, parent.place)
  if (inner === undefined || (typeof first === 'number' && (index ?? first) > (collection?.entries.length ?? 0))) {
    return refuse('INDEX_OUT_OF_RANGE', path, `${nameOf(path)} is beyond the end of its list.`, parent.place.start)
  }
  if (collection === undefined) return replaceValue(text, parent.place, nested(missing, value) ?? null)
  const key = typeof first === 'string' ? first : undefined
  return insertEntry(text, parent.place, collection, { key, value: inner, index: index ?? collection.entries.length })
}

/** The value inside the maps and lists that a path makes; undefined when a list would not begin at 0. */
function nested(path: Path, value: Json): Json | undefined {
  return path.reduceRight<Json | undefined>((inner, segment) => {
    if (inner === undefined) return undefined
    return typeof segment === 'string' ? { [segment]: inner } : segment === 0 ? [inner] : undefined
  }, value)
}

function planDelete(text: EditableText, path: Path): Plan {
  const found = findEntry(text, path)
  return isRefusal(found) ? found : deleteEntry(text, found.parentPlace, found.parent, found.entry)
}

function planRename(text: EditableText, path: Path, to: string): Plan {
  const found = findEntry(text, path)
  if (isRefusal(found)) return found
  const { entry, parent } = found
  if (entry.key === undefined) return refuse('NOT_A_COLLECTION', path, `${nameOf(path)} is an item of a list and has no name.`, entry.start)
  if (entry.name === to) return []
  if (parent.entries.some(({ name }) => name === to))
    return refuse('KEY_EXISTS', path, `A key "${to}" stands beside ${nameOf(path)} already.`, entry.start)
  return renameKey(text, entry.key, parent.isFlow, to)
}

function planMove(text: EditableText, path: Path, before: string | number | null): Plan {
  const found = findEntry(text, path)
  if (isRefusal(found)) return found
  const { entries } = found.parent
  const from = entries.indexOf(found.entry)
  const to = before === null ? entries.length : entries.findIndex(({ name }) => name === before)
  if (to !== -1) return moveEntry(text, found.parentPlace, found.parent, from, to)
  return refuse('PATH_NOT_FOUND', path, `${nameOf([...path.slice(0, -1), before ?? ''])} does not exist, so nothing can stand before it.`)
}
