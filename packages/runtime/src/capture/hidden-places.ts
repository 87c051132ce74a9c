import { type ExecutionEvent, isJsonObject, type Json } from '@millrace/engine'
import type { HiddenPath } from './hidden-paths.ts'

/** So many places are told one by one; of more, whole inputs are hidden. */
const mostPlaces = 100

/** Where inputs for another workflow hold what their sender hides. Told with the call, for the called execution knows nothing else of that. */
export function hiddenPlaces(whole: Json, shown: Json): readonly HiddenPath[] {
  const places = differences(whole, shown)
  if (places.length <= mostPlaces) return places
  return [...new Set(places.map(([name = '*']) => name))].map((name) => [name])
}

function differences(whole: Json, shown: Json): readonly HiddenPath[] {
  if (whole === shown) return []
  const [names, shownNames] = [namesOf(whole), namesOf(shown)]
  // A name that is masked itself tells that all of this is.
  if (names === undefined || shownNames === undefined || names.join('\n') !== shownNames.join('\n')) return [[]]
  return names.flatMap((name) => differences(inside(whole, name), inside(shown, name)).map((place) => [name, ...place]))
}

function namesOf(value: Json): readonly string[] | undefined {
  return typeof value === 'object' && value !== null ? Object.keys(value) : undefined
}

function inside(value: Json, name: string): Json {
  return (value as Readonly<Record<string, Json>>)[name] ?? null // One of its own names, or an index.
}

/** The paths that a called execution hides because its caller does. What others bring with their trigger counts for nothing. */
export function inheritedPaths(started: ExecutionEvent | undefined): readonly HiddenPath[] {
  if (started?.type !== 'execution-started' || started.trigger.type !== 'call') return []
  const { hidden } = started.trigger.data
  if (!Array.isArray(hidden)) return []
  const places = (hidden as readonly Json[]).filter((place): place is readonly Json[] => Array.isArray(place) && !isJsonObject(place))
  return places.flatMap((place) => [
    ['trigger', 'inputs', ...place.map(String)],
    ['inputs', ...place.map(String)],
  ])
}
