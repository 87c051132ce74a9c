import fc from 'fast-check'
import type { Json } from '../../json.ts'

/** One way to spoil a document: what to do at which of its places. */
export interface Mutation {
  readonly kind: 'delete' | 'rename' | 'replace' | 'copy' | 'wrap' | 'retarget'
  readonly place: number
  readonly other: number
  readonly junk: Json
}

const keys = [
  'id',
  'type',
  'with',
  'next',
  'nodes',
  'catch',
  'finally',
  'retry',
  'timeout',
  'default',
  'error',
  'attempts',
  'fallback',
  'on',
  'onFailure',
  'n0',
  'n1',
]
const oddKeys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', 'é', ' ', 'a.b', 'x'.repeat(3000), '{{ trigger }}']
const words = [
  '{{ nodes.n1.output }}',
  '{{ secrets.a }}',
  '{{ item',
  '{{ }}',
  '{{ error }}',
  '{{ waiting.n1.url }}',
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
  kind: fc.constantFrom('delete', 'rename', 'replace', 'copy', 'wrap', 'retarget', 'retarget'),
  place: fc.nat(),
  other: fc.nat(),
  junk,
})

/** A copy of the document with each mutation done to it in turn. */
export function mutateDocument(document: Json, mutations: readonly Mutation[]): Json {
  let root: Json = copy(document)
  for (const mutation of mutations) {
    const all = placesIn(root)
    // Texts are ids, types and targets: changing one for another breaks the graph and not the shape.
    const places = mutation.kind === 'retarget' ? all.filter(({ value }) => typeof value === 'string') : all
    const at = places[mutation.place % places.length]
    const source = places[mutation.other % places.length]
    if (at === undefined || source === undefined) return mutation.junk
    at.change(changeFor(mutation, source.value))
    root = copy(root)
  }
  return root
}

type Change = (key: string, value: Json) => readonly (readonly [string, Json])[]

function changeFor({ kind, other, junk: value }: Mutation, source: Json): Change {
  switch (kind) {
    case 'delete':
      return () => []
    case 'rename':
      return (key, old) => {
        const renamed = [typeof value === 'string' ? value : JSON.stringify(value), old] as const
        return other % 2 === 0 ? [renamed] : [renamed, [key, old]]
      }
    case 'replace':
      return (key) => [[key, value]]
    case 'wrap':
      return (key, old) => [[key, other % 2 === 0 ? [old] : { [key]: old }]]
    case 'copy':
    case 'retarget':
      return (key) => [[key, copy(source)]]
  }
}

interface Place {
  readonly value: Json
  /** Puts other entries where this one is. */
  change(make: Change): void
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
function copy(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json // What JSON.stringify wrote is JSON.
}
