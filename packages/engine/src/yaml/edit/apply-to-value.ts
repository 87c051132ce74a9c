import { assertNever } from '../../assert-never.ts'
import { isJsonObject, type Json, type JsonObject } from '../../json.ts'
import type { PlaceChange } from './change.ts'

/** What a change makes of a value: the model that an edited text is held against. Undefined when it cannot be made. */
export function applyToValue(value: Json | undefined, change: PlaceChange): Json | undefined {
  const [head, ...rest] = change.path
  if (head === undefined) return change.type === 'set' ? change.value : undefined
  const parent = value ?? missingParent(head, change)
  if (Array.isArray(parent) && typeof head === 'number') {
    return rest.length > 0 || change.type === 'set' ? inItem(parent, head, { ...change, path: rest }) : changeList(parent, head, change)
  }
  if (!isJsonObject(parent) || typeof head !== 'string') return undefined
  return rest.length > 0 || change.type === 'set' ? inEntry(parent, head, { ...change, path: rest }) : changeMap(parent, head, change)
}

function missingParent(head: string | number, { type }: PlaceChange): Json | undefined {
  if (type !== 'set' && type !== 'insert') return undefined
  return typeof head === 'number' ? [] : {}
}

function inItem(list: readonly Json[], index: number, change: PlaceChange): Json | undefined {
  const item = index <= list.length ? applyToValue(list[index], change) : undefined
  return item === undefined ? undefined : list.toSpliced(index, 1, item)
}

function inEntry(map: JsonObject, key: string, change: PlaceChange): Json | undefined {
  const item = applyToValue(Object.hasOwn(map, key) ? map[key] : undefined, change)
  return item === undefined ? undefined : Object.fromEntries(new Map(Object.entries(map)).set(key, item))
}

type EntryChange = Exclude<PlaceChange, { type: 'set' }>

function changeList(list: readonly Json[], index: number, change: EntryChange): Json | undefined {
  switch (change.type) {
    case 'insert':
      return index <= list.length ? list.toSpliced(index, 0, change.value) : undefined
    case 'delete':
      return index < list.length ? list.toSpliced(index, 1) : undefined
    case 'move':
      return typeof change.before === 'string' ? undefined : moved(list, index, change.before ?? list.length)
    case 'rename':
      return undefined
    default:
      return assertNever(change)
  }
}

function changeMap(map: JsonObject, key: string, change: EntryChange): Json | undefined {
  const entries = Object.entries(map)
  const placeOf = (wanted: string | number | null | undefined) =>
    wanted === null || wanted === undefined ? entries.length : entries.findIndex(([name]) => name === wanted)
  const index = placeOf(key)
  if ((index === -1) !== (change.type === 'insert')) return undefined
  switch (change.type) {
    case 'insert':
      return fromEntries(entries.toSpliced(placeOf(change.before), 0, [key, change.value]))
    case 'delete':
      return fromEntries(entries.toSpliced(index, 1))
    case 'rename':
      return fromEntries(entries.map(([name, item]) => [name === key ? change.to : name, item]))
    case 'move':
      return fromEntries(moved(entries, index, placeOf(change.before)))
    default:
      return assertNever(change)
  }
}

function moved<T>(list: readonly T[], from: number, before: number): T[] | undefined {
  const item = list.slice(from, from + 1)
  if (item.length === 0 || before < 0) return undefined
  return list.toSpliced(from, 1).toSpliced(before > from ? before - 1 : before, 0, ...item)
}

function fromEntries(entries: readonly (readonly [string, Json])[] | undefined): JsonObject | undefined {
  return entries && Object.fromEntries(entries)
}
