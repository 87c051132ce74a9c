import { isAlias } from 'yaml'
import type { Path } from './change.ts'
import type { EditableText } from './editable-text.ts'
import { type Collection, collectionAt, type Entry, type Place, rootPlace } from './layout.ts'
import { isRefusal, nameOf, type Refusal, refuse } from './refusal.ts'

/** How far a path leads into a text. */
export interface Found {
  /** The value at the longest part of the path that exists. */
  readonly place: Place
  /** The entry that holds it, and the collection of that; absent at the root. */
  readonly entry: Entry | undefined
  readonly parent: Collection | undefined
  readonly parentPlace: Place | undefined
  /** What is left of the path, empty when all of it exists. */
  readonly missing: Path
}

export function findPlace({ source, document }: EditableText, path: Path): Found | Refusal {
  let found: Found = {
    place: rootPlace(source, document.contents),
    entry: undefined,
    parent: undefined,
    parentPlace: undefined,
    missing: path,
  }
  for (const [depth, segment] of path.entries()) {
    const { place } = found
    const here = path.slice(0, depth)
    if (isAlias(place.node)) {
      return refuse(
        'ALIASED_VALUE',
        path,
        `${nameOf(here)} is an alias of &${place.node.source}, so nothing in it can be changed here.`,
        place.start,
      )
    }
    const collection = collectionAt(source, place)
    if (collection === undefined) {
      const isAbsent = place.start === place.end || isNull(place)
      return isAbsent ? found : refuse('NOT_A_COLLECTION', path, `${nameOf(here)} is a single value.`, place.start)
    }
    if ((collection.kind === 'list') !== (typeof segment === 'number')) {
      return refuse(
        'NOT_A_COLLECTION',
        path,
        `${nameOf(here)} is a ${collection.kind}, which has no entry ${JSON.stringify(segment)}.`,
        place.start,
      )
    }
    const entry = collection.entries.find(({ name }) => name === segment)
    if (entry === undefined) return { ...found, missing: path.slice(depth) }
    found = { place: entry.value, entry, parent: collection, parentPlace: place, missing: path.slice(depth + 1) }
  }
  return found
}

/** The entry at `path` with the collection that it stands in, or why there is none. */
export function findEntry(text: EditableText, path: Path): { entry: Entry; parent: Collection; parentPlace: Place } | Refusal {
  const found = findPlace(text, path)
  if (isRefusal(found)) return found
  const { entry, parent, parentPlace, missing } = found
  if (missing.length === 0 && entry && parent && parentPlace) return { entry, parent, parentPlace }
  return refuse('PATH_NOT_FOUND', path, `${nameOf(path)} does not exist.`)
}

function isNull({ node }: Place): boolean {
  return node !== null && 'value' in node && node.value === null
}
