import {
  type InferredParams,
  isJsonObject,
  type Json,
  type JsonObject,
  laidOver,
  listOf,
  mapOf,
  unionOf,
  unknownType,
  type ValueType,
} from '@millrace/engine'
import { type Arrival, defineNode, done, FatalError } from '@millrace/kit'
import { z } from 'zod'
import { joinByKey, type Keep, maxJoined, mergedMaps } from './merge/join-by-key.ts'
import { fieldPath } from './transform/field-path.ts'

export const merge = defineNode({
  type: 'merge',
  title: 'Merge',
  icon: 'merge',
  group: 'logic',
  summary: 'Brings together what came over several edges.',
  docs: `To split, no node is needed: a list in \`next\` runs its targets in parallel. This is where they meet again, any number of them:

\`\`\`yaml
nodes:
  ask: { type: log, with: { message: asking }, next: [price, stock] }
  price: { type: set, with: { values: { price: 8 } }, next: offer }
  stock: { type: set, with: { values: { stock: 3 } }, next: offer }
  offer: { type: merge, with: { combine: object } }
\`\`\`

| \`combine\` | the output |
|---|---|
| \`map\` | a map from node id to what came from it |
| \`list\` | a list of what came, in the order of the file |
| \`object\` | one map with the keys of all; of a key that several have, the later one in the file stands |
| \`by-position\` | of lists: the first items as one map, the second items as one map, and so on; as long as the longest list |
| \`by-key\` | of lists of maps: each item with each of the other lists that has the same \`key\`, as one map |
| \`first\` | what came first, alone |

Which edges it waits for is said by \`join\`, as for every node: \`all\` (the default) waits until each edge is taken or known never to be, \`any\` goes on with the first. For the first that *succeeds*, write \`join: any\` here and \`onError: skip\` on the branches: a branch that fails then ends quietly. Branches that were not taken count for nothing.

With \`by-key\`, \`keep\` says what becomes of items that have no partner: \`all\` stay, or those of the list that stands \`first\` in the file, or only what is \`common\` to the lists stays. Items without the key have no partner. More than ${maxJoined.toLocaleString('en')} items are refused.

It runs once: in a \`for-each\` or \`loop\` once per iteration, with what came in that one.`,
  params: z
    .strictObject({
      combine: z
        .enum(['map', 'list', 'object', 'by-position', 'by-key', 'first'])
        .default('map')
        .meta({ title: 'Combine', description: 'What to make of what came' }),
      key: fieldPath.optional().meta({ title: 'Key', description: 'With `by-key`: the field by which items belong together' }),
      keep: z
        .enum(['all', 'common', 'first'])
        .optional()
        .meta({ title: 'Keep', description: 'With `by-key`: which items without a partner stay; all, when left out' }),
    })
    .refine(({ combine, key }) => (combine === 'by-key') === (key !== undefined), {
      path: ['key'],
      error: 'belongs to "combine: by-key", which needs it',
    })
    .refine(({ combine, keep }) => combine === 'by-key' || keep === undefined, { path: ['keep'], error: 'belongs to "combine: by-key"' }),
  output: outputType,
  effects: 'pure',
  errors: [{ code: 'BAD_INPUT', when: 'what came cannot be combined so: it is no map, or no list of maps' }],
  examples: [
    {
      name: 'everything by node id',
      with: {},
      arrivals: { price: { net: 8 }, stock: [3] },
      output: { price: { net: 8 }, stock: [3] },
    },
    {
      name: 'one map',
      with: { combine: 'object' },
      arrivals: { price: { net: 8, at: 'Bonn' }, stock: { left: 3, at: 'Kiel' } },
      output: { net: 8, left: 3, at: 'Kiel' },
    },
    {
      name: 'customers with their orders',
      with: { combine: 'by-key', key: 'customer', keep: 'first' },
      arrivals: {
        people: [
          { customer: 1, name: 'Ann' },
          { customer: 2, name: 'Bob' },
        ],
        orders: [
          { customer: 1, total: 7 },
          { customer: 1, total: 9 },
          { customer: 3, total: 5 },
        ],
      },
      output: [
        { customer: 1, name: 'Ann', total: 7 },
        { customer: 1, name: 'Ann', total: 9 },
        { customer: 2, name: 'Bob' },
      ],
    },
    { name: 'the first to come', with: { combine: 'first' }, arrivals: { fast: 'now', slow: 'later' }, output: 'now' },
  ],
  run: ({ params, arrivals }) => done(combined(params, arrivals)),
})

/** Each branch may have come or not; what is combined by the run of the items is not followed. */
function outputType({ combine = 'map' }: JsonObject, { arrivals }: InferredParams): ValueType {
  const types = Object.values(arrivals)
  switch (combine) {
    case 'map':
      return mapOf(Object.fromEntries(Object.entries(arrivals).map(([id, type]) => [id, { type, optional: true }])))
    case 'list':
      return listOf(unionOf(types))
    case 'first':
      return unionOf(types)
    case 'object':
      return types.length === 0 ? unknownType : types.reduce(laidOver)
    default:
      return unknownType
  }
}

interface Merging {
  readonly combine: 'map' | 'list' | 'object' | 'by-position' | 'by-key' | 'first'
  readonly key?: string | undefined
  readonly keep?: Keep | undefined
}

function combined({ combine, key = '', keep = 'all' }: Merging, arrivals: readonly Arrival[]): Json {
  switch (combine) {
    case 'map':
      return Object.fromEntries(arrivals.map(({ node, output }) => [node, output]))
    case 'list':
      return arrivals.map(({ output }) => output)
    case 'first':
      return arrivals.find(({ at }) => at === 0)?.output ?? null
    case 'object':
      return mergedMaps(arrivals.map((one) => mapFrom(one)))
    case 'by-position':
      return byPosition(arrivals.map(mapsFrom))
    case 'by-key':
      return byKey(arrivals.map(mapsFrom), key, keep)
  }
}

function byPosition(lists: readonly (readonly JsonObject[])[]): Json {
  const length = Math.max(0, ...lists.map((list) => list.length))
  return Array.from({ length }, (_, index) => mergedMaps(lists.flatMap((list) => list.slice(index, index + 1))))
}

function byKey(lists: readonly (readonly JsonObject[])[], key: string, keep: Keep): Json {
  const joined = joinByKey(lists, key, keep)
  if (joined !== undefined) return joined
  throw new FatalError(`More than ${maxJoined} items have the same "${key}": merge by a key that is rarer.`, { code: 'BAD_INPUT' })
}

function mapFrom({ node, output }: Arrival, place = ''): JsonObject {
  if (isJsonObject(output)) return output
  throw unfit(node, `${place || 'what it gave'} is no map`)
}

function mapsFrom({ node, output }: Arrival): readonly JsonObject[] {
  if (!Array.isArray(output)) throw unfit(node, 'what it gave is no list')
  return output.map((item: Json, index) => mapFrom({ node, output: item, at: 0 }, `item ${index} (counted from 0) of what it gave`))
}

function unfit(node: string, what: string): FatalError {
  return new FatalError(`What came from "${node}" cannot be merged so: ${what}. Change the branch, or combine as map or list.`, {
    code: 'BAD_INPUT',
  })
}
