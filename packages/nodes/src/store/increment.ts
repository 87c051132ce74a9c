import { defineNode, done, FatalError } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'
import { keyField, scopeField } from './value-key.ts'

export const storeIncrement = defineNode({
  type: 'store.increment',
  title: 'Increment value',
  icon: 'plus',
  group: 'data',
  summary: 'Adds to a kept number, with nothing in between.',
  docs: `A missing key counts as 0; a text that is a number counts as that number. The output is the new number. A hundred executions that add 1 at the same moment give 100.

A step that was in flight when the machine died is run again, and then adds again: to count exactly, set a key per thing and list them.`,
  params: z.strictObject({
    key: keyField,
    by: z.number().default(1).meta({ title: 'By', description: 'What is added; may be negative' }),
    ttl: durationText().optional().meta({ title: 'Time to live', description: 'Counted from this change; for ever when left out' }),
    scope: scopeField,
  }),
  effects: 'external',
  output: z.number(),
  errors: [{ code: 'VALUE_UNFIT', when: 'the kept value is not a number, or not a list for `store.append`' }],
  examples: [{ name: 'the next invoice number', with: { key: 'invoice/last' }, output: 1 }],
  async run({ params: { key, by, ttl, scope }, values }) {
    const sum = await values.update(scope, key, (current) => {
      const value = numberOf(current, key) + by
      return { value, result: value, ...(ttl !== undefined && { ttlMs: durationMs(ttl) }) }
    })
    return done(sum)
  },
})

function numberOf(current: unknown, key: string): number {
  if (current === undefined) return 0
  const number = typeof current === 'string' && current.trim() !== '' ? Number(current) : current
  if (typeof number === 'number' && Number.isFinite(number)) return number
  throw new FatalError(`The value "${key}" is not a number, so nothing can be added to it: delete it or use another key.`, {
    code: 'VALUE_UNFIT',
  })
}
