import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { type Arrival, defineNode, done, FatalError } from '@millrace/kit'
import { z } from 'zod'
import { fieldPath, readField } from './transform/field-path.ts'
import { valueKey } from './transform/value-order.ts'

export const merge = defineNode({
  type: 'merge',
  title: 'Merge',
  icon: 'merge',
  group: 'logic',
  summary: 'Brings together what came over several edges.',
  docs: `Which edges it waits for is said by \`join\`, as for every node: \`all\` (the default) waits until each edge is taken or known never to be, \`any\` goes on with the first. For the first that *succeeds*, use \`join: any\` and put \`onError: skip\` on the branches: a branch that fails then ends quietly.

| \`combine\` | the output |
|---|---|
| \`map\` | a map from node id to what came from it |
| \`list\` | a list of what came, in the order of the file |
| \`object\` | one map with the keys of all; of a key that several have, the later one in the file wins |
| \`by-position\` | of lists: the first items as one map, the second items as one map, and so on; as long as the longest list |
| \`by-key\` | of lists of maps: those with the same \`key\` as one map |
| \`first\` | what came first, alone |

With \`by-key\`, \`keep\` says which keys stay: \`all\`, those that every list has (\`common\`), or those of the list that stands first in the file (\`first\`). Branches that were not taken count for nothing. It runs once per execution, in a scope once per iteration.`,
  params: z
    .strictObject({
      combine: z
        .enum(['map', 'list', 'object', 'by-position', 'by-key', 'first'])
        .default('map')
        .meta({ title: 'Combine', description: 'What to make of what came' }),
      key: fieldPath.optional().meta({ title: 'Key', description: 'With `by-key`: the field by which items belong together' }),
      keep: z.enum(['all', 'common', 'first']).default('all').meta({ title: 'Keep', description: 'With `by-key`: which keys stay' }),
    })
    .refine(({ combine, key }) => (combine === 'by-key') === (key !== undefined), {
      path: ['key'],
      error: 'belongs to "combine: by-key", which needs it',
    }),
  effects: 'pure',
  errors: [{ code: 'BAD_INPUT', when: 'what came cannot be combined so: it is no map, or no list of maps' }],
  examples: [
    { name: 'everything by node id', with: {} },
    { name: 'customers with their orders', with: { combine: 'by-key', key: 'customer.id', keep: 'first' } },
  ],
  run: ({ params, arrivals }) => done(combined(params, arrivals)),
})

interface Merging {
  readonly combine: 'map' | 'list' | 'object' | 'by-position' | 'by-key' | 'first'
  readonly key?: string | undefined
  readonly keep: 'all' | 'common' | 'first'
}

function combined({ combine, key = '', keep }: Merging, arrivals: readonly Arrival[]): Json {
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

function byKey(lists: readonly (readonly JsonObject[])[], key: string, keep: Merging['keep']): Json {
  const found = new Map<string, { readonly items: JsonObject[]; readonly lists: Set<number> }>()
  for (const [number, list] of lists.entries()) {
    for (const item of list) {
      const name = valueKey(readField(item, key))
      const group = found.get(name) ?? { items: [], lists: new Set() }
      group.items.push(item)
      group.lists.add(number)
      found.set(name, group)
    }
  }
  const stays = { all: () => true, common: (of: Set<number>) => of.size === lists.length, first: (of: Set<number>) => of.has(0) }[keep]
  return [...found.values()].filter((group) => stays(group.lists)).map((group) => mergedMaps(group.items))
}

/** `__proto__` as a key stays a key. */
function mergedMaps(maps: readonly JsonObject[]): JsonObject {
  return Object.fromEntries(maps.flatMap((map) => Object.entries(map)))
}

function mapFrom({ node, output }: Arrival, place = ''): JsonObject {
  if (isJsonObject(output)) return output
  throw unfit(node, `${place || 'what it gave'} is no map`)
}

function mapsFrom({ node, output }: Arrival): readonly JsonObject[] {
  if (!Array.isArray(output)) throw unfit(node, 'what it gave is no list')
  return output.map((item: Json, index) => mapFrom({ node, output: item, at: 0 }, `item ${index + 1} of what it gave`))
}

function unfit(node: string, what: string): FatalError {
  return new FatalError(`What came from "${node}" cannot be merged so: ${what}. Change the branch, or combine as map or list.`, {
    code: 'BAD_INPUT',
  })
}
