import { isJsonObject, type Json } from '@millrace/engine'
import { control, defineNode, done, jsonValue } from '@millrace/kit'
import { z } from 'zod'

export const jsonStringify = defineNode({
  type: 'json.stringify',
  title: 'Write JSON',
  icon: 'braces',
  group: 'data',
  summary: 'Writes a value as JSON text.',
  docs: 'With `sortKeys: true` equal values give the same text, whatever the order of their keys: good for comparing and for signatures.',
  params: z.strictObject({
    value: jsonValue()
      .optional()
      .meta({ title: 'Value', description: 'Anything; what came in, when left out', ...control('expression') }),
    indent: z.int().min(0).max(10).default(0).meta({ title: 'Indent', description: 'Spaces per level; 0 writes one line' }),
    sortKeys: z.boolean().default(false).meta({ title: 'Sort keys', description: 'By code unit, at every level' }),
  }),
  output: z.string(),
  effects: 'pure',
  examples: [
    { name: 'one line', with: { value: { b: 1, a: '{{ input }}' } }, input: [1, null], output: '{"b":1,"a":[1,null]}' },
    { name: 'sorted and indented', with: { indent: 2, sortKeys: true }, input: { b: 1, a: 2 }, output: '{\n  "a": 2,\n  "b": 1\n}' },
  ],
  run({ params: { value, indent, sortKeys }, input }) {
    const written = value === undefined ? input : value
    return done(JSON.stringify(sortKeys ? sorted(written) : written, null, indent))
  },
})

/** `Object.fromEntries` makes own fields of all keys, `__proto__` too. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isJsonObject(value)) return value
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(fields.map(([key, inner]) => [key, sorted(inner)]))
}
