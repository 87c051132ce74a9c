import { defineNode, done, folded } from '@millrace/kit'
import { z } from 'zod'
import { scopeField } from './value-key.ts'

export const storeList = defineNode({
  type: 'store.list',
  title: 'List values',
  icon: 'database',
  group: 'data',
  summary: 'Lists kept values by key, page by page.',
  docs: `Sorted by key; values that have outlived their time are left out. \`nextCursor\` is set when there are more: hand it over as \`cursor\` to go on.

To keep only some of the values, follow with \`filter\`; to sort or count them, with \`transform\`.`,
  params: z.strictObject({
    prefix: z.string().max(512).default('').meta({ title: 'Prefix', description: 'Only keys that begin so' }),
    limit: z.int().min(1).max(1000).default(100).meta({ title: 'Limit', description: 'How many at most' }),
    cursor: z
      .string()
      .optional()
      .meta({ title: 'Cursor', description: 'Where the page before ended', ...folded }),
    scope: scopeField,
  }),
  effects: 'read',
  output: z.strictObject({
    items: z.array(z.strictObject({ key: z.string(), value: z.json() })),
    nextCursor: z.string().optional(),
  }),
  examples: [{ name: 'who was seen', with: { prefix: 'seen/' }, output: { items: [] } }],
  async run({ params: { prefix, limit, cursor, scope }, values }) {
    const { items, nextCursor } = await values.list(scope, { prefix, limit, ...(cursor !== undefined && { cursor }) })
    return done({ items: items.map(({ key, value }) => ({ key, value })), ...(nextCursor !== undefined && { nextCursor }) })
  },
})
