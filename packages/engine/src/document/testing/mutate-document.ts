import fc from 'fast-check'
import type { Json } from '../../json.ts'

/** One way to spoil a document: what to do at which of its places. */
export interface Mutation {
  readonly kind: 'delete' | 'rename' | 'replace' | 'copy' | 'wrap'
  readonly place: number
  readonly other: number
  readonly junk: Json
}

const keys = ['id', 'type', 'with', 'next', 'nodes', 'catch', 'finally', 'retry', 'timeout', 'default', 'error', 'attempts', 'n0', 'n1']
const oddKeys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', 'é', ' ', 'a.b', 'x'.repeat(3000), '{{ trigger }}']
const words = [
  '{{ nodes.n1.output }}',
  '{{ secrets.a }}',
  '{{ item',
  '{{ }}',
  '{{ error }}',
  'log',
  'try',
  'loop',
  'n0',
  'n2',
  '5s',
  '1e9w',
  'ſ',
]

const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e300, '', [], {}, [[]], { __proto__: null }),
  fc.constantFrom(...keys, ...oddKeys, ...words, 'y'.repeat(5000)),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(...oddKeys, ...keys).map((key): Json => Object.fromEntries([[key, { type: 'log' }]])),
)

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('delete', 'rename', 'replace', 'copy', 'wrap'),
  place: fc.nat(),
  other: fc.nat(),
  junk,
})

/** A copy of the document with each mutation done to it in turn. */
export function mutateDocument(document: Json, mutations: readonly Mutation[]): Json {
  let root: Json = structuredCopy(document)
  for (const { kind, place, other, junk: value } of mutations) {
    const places = placesIn(root)
    const at = places[place % Math.max(1, places.length)]
    if (at === undefined) return value
    const source = places[other % places.length] ?? at
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    if (kind === 'delete') at.change(() => [])
    else if (kind === 'rename')
      at.change(
        (key, old) =>
          [
            [text, old],
            [key, old],
          ].slice(0, 1 + (other % 2)) as [string, Json][],
      )
    else if (kind === 'replace') at.change((key) => [[key, value]])
    else if (kind === 'wrap') at.change((key, old) => [[key, other % 2 === 0 ? [old] : { [key]: old }]])
    else at.change((key) => [[key, structuredCopy(source.value)]])
    root = structuredCopy(root)
  }
  return root
}

interface Place {
  readonly value: Json
  /** Puts other entries where this one is. */
  change(make: (key: string, value: Json) => readonly (readonly [string, Json])[]): void
}

function placesIn(value: Json): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const entries: [string, Json][] = Object.entries(value)
  return entries.flatMap(([key, child], index) => {
    const place: Place = {
      value: child,
      change(make) {
        const made = make(key, child)
        if (Array.isArray(value)) value.splice(index, 1, ...made.map(([, one]) => one))
        else rewrite(value, [...entries.slice(0, index), ...made, ...entries.slice(index + 1)])
      },
    }
    return [place, ...placesIn(child)]
  })
}

function rewrite(map: object, entries: readonly (readonly [string, Json])[]): void {
  for (const key of Object.keys(map)) Reflect.deleteProperty(map, key)
  for (const [key, value] of entries) Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true })
}

/** Keeps own `__proto__` keys, which assignment would lose. */
function structuredCopy(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json // What JSON.stringify wrote is JSON.
}
