import { defineNode, done, FatalError, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { keyField, scopeField } from './value-key.ts'

export const storeGet = defineNode({
  type: 'store.get',
  title: 'Get value',
  icon: 'database',
  group: 'data',
  summary: 'Reads a value that another step or execution has kept.',
  docs: `The output is the value itself. A key that was never set, was deleted, or has outlived its time gives \`default\`; without one the step fails with \`VALUE_MISSING\`.`,
  params: z.strictObject({
    key: keyField,
    scope: scopeField,
    default: jsonValue().optional().meta({ title: 'Default', description: 'What a missing key gives' }),
  }),
  effects: 'read',
  errors: [{ code: 'VALUE_MISSING', when: 'there is no such key, and no `default`' }],
  examples: [
    { name: 'the last invoice number', with: { key: 'invoice/last', default: 0 }, output: 0 },
    {
      name: 'one value per customer',
      with: { key: 'seen/{{ input.id }}', scope: 'account', default: null },
      input: { id: 7 },
      output: null,
    },
  ],
  async run({ params: { key, scope, default: fallback }, values }) {
    const found = await values.get(scope, key)
    const value = found === undefined ? fallback : found // null is a value too
    if (value === undefined) {
      throw new FatalError(`There is no value "${key}" in the space of this ${scope}: set it first, or give a default.`, {
        code: 'VALUE_MISSING',
      })
    }
    return done(value)
  },
})
