import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { control, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { fieldPath, readField, withField } from './field-path.ts'
import { mapsOf } from './items.ts'
import { badItem, StepFault } from './step-fault.ts'
import { isNothing, valueKey } from './value-order.ts'

/** Two lists that share one key many times would make as many items as both have multiplied. */
const maxItems = 1_000_000

const otherList = z.array(jsonValue())

export const joinParams = z.strictObject({
  with: otherList.meta({ description: 'The other list, e.g. `{{ nodes.prices.output }}`', ...control('expression') }),
  on: z
    .union([
      fieldPath,
      z
        .strictObject({
          left: fieldPath.meta({ description: 'The key in the items' }),
          right: fieldPath.meta({ description: 'The key in the other list' }),
        })
        .meta({ title: 'Different names' }),
    ])
    .transform((on) => (typeof on === 'string' ? { left: on, right: on } : on))
    .meta({ description: 'The field that is the same in both' }),
  type: z.enum(['inner', 'left']).default('inner').meta({ description: '`left` keeps items without a match too' }),
  as: fieldPath.optional().meta({ description: 'The field that the match goes into; its fields are mixed in, when left out' }),
})

/** Each item with each member of the other list that has the same key. Items without a key match nothing. */
export function joined(value: Json, { with: others, on, type, as }: z.output<typeof joinParams>): readonly Json[] {
  const byKey = Map.groupBy(others, (other) => keyOf(other, on.right))
  const made: Json[] = []
  for (const item of mapsOf(value)) {
    const key = keyOf(item, on.left)
    const matches = key === undefined ? [] : (byKey.get(key) ?? [])
    if (matches.length === 0 && type === 'left') made.push(as === undefined ? item : withField(item, as, null))
    for (const match of matches) made.push(together(item, match, as))
    if (made.length > maxItems) throw new StepFault(`more than ${maxItems} items match: join on a key that is rarer`)
  }
  return made
}

function keyOf(item: Json, path: string): string | undefined {
  const value = readField(item, path)
  return isNothing(value) ? undefined : valueKey(value)
}

function together(item: JsonObject, match: Json, as: string | undefined): Json {
  if (as !== undefined) return withField(item, as, match)
  return isJsonObject(match) ? { ...match, ...item } : item
}

export const zipParams = z.strictObject({
  with: otherList.meta({ description: 'The other list, e.g. `{{ nodes.prices.output }}`', ...control('expression') }),
  as: fieldPath.optional().meta({ description: 'The field that the other item goes into; pairs, when left out' }),
})

/** The first with the first, the second with the second, as far as both lists go. */
export function zipped(items: readonly Json[], { with: others, as }: z.output<typeof zipParams>): readonly Json[] {
  return items.slice(0, others.length).map((item, index) => {
    const other = others[index] ?? null
    if (as === undefined) return [item, other]
    if (!isJsonObject(item)) throw badItem(index, 'is not a map')
    return withField(item, as, other)
  })
}
