import { defineNode, done } from '@millrace/kit'
import { z } from 'zod'
import { keyField, scopeField } from './value-key.ts'

const pageSize = 200

export const storeDelete = defineNode({
  type: 'store.delete',
  title: 'Delete value',
  icon: 'trash',
  group: 'data',
  summary: 'Deletes a value, or all values whose keys begin alike.',
  docs: `Give either \`key\` or \`prefix\`. An empty prefix deletes every value of the scope. The output tells how many there were.`,
  params: z
    .strictObject({
      key: keyField.optional().meta({ title: 'Key', description: 'The name of the value' }),
      prefix: z.string().max(512).optional().meta({ title: 'Prefix', description: 'Delete all keys that begin so' }),
      scope: scopeField,
    })
    .refine((params) => (params.key === undefined) !== (params.prefix === undefined), { error: 'give exactly one of "key" and "prefix"' }),
  effects: 'idempotent',
  output: z.strictObject({ deleted: z.int() }),
  examples: [
    { name: 'one value', with: { key: 'seen/7' }, output: { deleted: 0 } },
    { name: 'all of a kind', with: { prefix: 'seen/' }, output: { deleted: 0 } },
  ],
  async run({ params: { key, prefix, scope }, values, signal }) {
    if (key !== undefined) return done({ deleted: (await values.delete(scope, key)) ? 1 : 0 })
    let deleted = 0
    // Always the first page: what was on it before is gone.
    for (;;) {
      const { items } = await values.list(scope, { prefix: prefix ?? '', limit: pageSize })
      if (items.length === 0) return done({ deleted })
      for (const item of items) {
        signal.throwIfAborted()
        if (await values.delete(scope, item.key)) deleted += 1
      }
    }
  },
})
