import { fieldOf } from '@millrace/engine'
import { defineNode, done, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { durationMs, durationText } from '../duration-text.ts'
import { keyField, scopeField } from './value-key.ts'

export const storeSet = defineNode({
  type: 'store.set',
  title: 'Set value',
  icon: 'database',
  group: 'data',
  summary: 'Keeps a value under a key, for other steps and executions.',
  docs: `The value is on disk when the step is done, and is the output. It may be any JSON of up to 1 MiB; larger data belongs into a file. With \`ttl\` it is gone after that time.

Two executions that read, change and set the same key can overwrite each other: count with \`store.increment\`, collect with \`store.append\`.`,
  params: z.strictObject({
    key: keyField,
    value: jsonValue().meta({ title: 'Value', description: 'Any JSON' }),
    ttl: durationText().optional().meta({ title: 'Time to live', description: 'For how long, e.g. `15m`; for ever when left out' }),
    scope: scopeField,
  }),
  output: (_written, { params }) => fieldOf(params, 'value'),
  effects: 'idempotent',
  examples: [
    { name: 'remember a customer', with: { key: 'seen/{{ input.id }}', value: true, ttl: '30d' }, input: { id: 7 }, output: true },
    { name: 'a list', with: { key: 'open', value: ['{{ input.id }}'], scope: 'account' }, input: { id: 7 }, output: [7] },
  ],
  async run({ params: { key, value, ttl, scope }, values }) {
    await values.set(scope, key, value, ttl === undefined ? {} : { ttlMs: durationMs(ttl) })
    return done(value)
  },
})
