import { idMistake, isJsonObject, type JsonObject } from '@millrace/engine'
import { draftNodes } from '../draft-nodes.ts'

/** Every id that a node of this file has. */
export function nodeIds(value: JsonObject): ReadonlySet<string> {
  return new Set(draftNodes(value).map(({ id }) => id))
}

export function triggerIds({ triggers }: JsonObject): ReadonlySet<string> {
  return new Set(isJsonObject(triggers) ? Object.keys(triggers) : [])
}

/** An id like the wish that nobody has: `http_request`, `http_request_2`. */
export function freeId(wish: string, taken: ReadonlySet<string>): string {
  const base = asId(wish)
  if (!taken.has(base) && idMistake(base, 'node') === undefined) return base
  const stem = base.replace(/_\d+$/, '').slice(0, 56)
  for (let number = 2; ; number++) if (!taken.has(`${stem}_${number}`)) return `${stem}_${number}`
}

function asId(text: string): string {
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
  return words.slice(0, 64) || 'node'
}
