import {
  fieldOf,
  type InferredParams,
  isJsonObject,
  type JsonObject,
  laidOver,
  unionOf,
  type ValueType,
  withFields,
} from '@millrace/engine'
import { defineNode, done, FatalError, holdsExpression } from '@millrace/kit'
import { z } from 'zod'
import { jsonMap } from './json-map.ts'

export const set = defineNode({
  type: 'set',
  title: 'Set values',
  icon: 'pencil',
  group: 'data',
  summary: 'Gives out a map of values that you name.',
  docs: `Each value may be an expression. With \`keep: true\` the values are laid over the map that came in: fields of the same name are replaced, the others stay.

Fields are replaced whole; maps inside them are not merged.`,
  params: z.strictObject({
    values: jsonMap().meta({ title: 'Values', description: 'The fields of the output' }),
    keep: z.boolean().default(false).meta({ title: 'Keep input', description: 'Keep the fields that came in as well' }),
  }),
  output: outputType,
  effects: 'pure',
  errors: [{ code: 'BAD_INPUT', when: '`keep` was asked for, and what came in is no map. A retry does not help.' }],
  examples: [
    {
      name: 'a total',
      with: { values: { total: '{{ input.price * input.quantity }}', currency: 'EUR' } },
      input: { price: 3, quantity: 4 },
      output: { total: 12, currency: 'EUR' },
    },
    { name: 'one field more', with: { values: { status: 'new' }, keep: true }, input: { id: 7 }, output: { id: 7, status: 'new' } },
  ],
  run({ params, input }) {
    if (!params.keep) return done(params.values)
    if (input !== null && !isJsonObject(input)) {
      throw new FatalError(
        'keep needs a map as input, to lay the values over: what came is not one. Leave out keep, or connect a node that gives out a map.',
        {
          code: 'BAD_INPUT',
        },
      )
    }
    return done({ ...input, ...params.values })
  },
})

/** Values that are written out are there; of a map that is computed only what it may hold is known. */
function outputType({ values, keep }: JsonObject, { input, params }: InferredParams): ValueType {
  const own = fieldOf(params, 'values')
  if (keep === undefined || keep === false) return own
  const isWritten = isJsonObject(values) && !Object.keys(values).some(holdsExpression) && own.kind === 'map'
  const kept = isWritten ? withFields(input, own.fields) : laidOver(input, own)
  return keep === true ? kept : unionOf([own, kept])
}
