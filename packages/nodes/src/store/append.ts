import type { Json } from '@millrace/engine'
import { defineNode, done, FatalError, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'
import { keyField, scopeField } from './value-key.ts'

export const storeAppend = defineNode({
  type: 'store.append',
  title: 'Append to value',
  icon: 'list-plus',
  group: 'data',
  summary: 'Adds an item to a kept list, with nothing in between.',
  docs: `A missing key counts as an empty list. With \`keep\`, only that many of the newest items stay. The output tells how long the list is now.

A step that was in flight when the machine died is run again, and then appends again.`,
  params: z.strictObject({
    key: keyField,
    item: jsonValue().meta({ title: 'Item', description: 'Any JSON' }),
    keep: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .meta({ title: 'Keep', description: 'How many of the newest items stay; all when left out' }),
    ttl: durationText().optional().meta({ title: 'Time to live', description: 'Counted from this change; for ever when left out' }),
    scope: scopeField,
  }),
  effects: 'external',
  output: z.strictObject({ length: z.int() }),
  errors: [{ code: 'VALUE_UNFIT', when: 'the kept value is not a list' }],
  examples: [
    { name: 'the last ten errors', with: { key: 'errors', item: '{{ input }}', keep: 10 }, input: 'timeout', output: { length: 1 } },
  ],
  async run({ params: { key, item, keep, ttl, scope }, values }) {
    const length = await values.update(scope, key, (current) => {
      const longer = [...listOf(current, key), item]
      const value = keep === undefined ? longer : longer.slice(-keep)
      return { value, result: value.length, ...(ttl !== undefined && { ttlMs: durationMs(ttl) }) }
    })
    return done({ length })
  },
})

function listOf(current: Json | undefined, key: string): readonly Json[] {
  if (current === undefined) return []
  if (Array.isArray(current)) return current
  throw new FatalError(`The value "${key}" is not a list, so nothing can be appended to it: delete it or use another key.`, {
    code: 'VALUE_UNFIT',
  })
}
