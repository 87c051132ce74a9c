import { isJsonObject, type Json, type JsonObject, type ParamMistake } from '@millrace/engine'
import { control, defineNode, done, FatalError, holdsExpression, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { checkSchema } from './schema/check.ts'
import type { Violation } from './schema/place.ts'
import { SchemaError, SchemaTooCostly } from './schema/schema-error.ts'
import type { Draft, Schema } from './schema/schema-index.ts'

const maxViolations = 100

const schemaParam = jsonValue()
  .refine((schema) => typeof schema === 'boolean' || isJsonObject(schema), { error: 'must be a JSON Schema: a map, or true or false' })
  .meta({ title: 'Schema', description: 'JSON Schema', type: ['object', 'boolean'] })

export const jsonValidate = defineNode({
  type: 'json.validate',
  title: 'Validate JSON',
  icon: 'check-check',
  group: 'data',
  summary: 'Checks a value against a JSON Schema and goes one of two ways.',
  docs: `Goes on at \`valid\` or \`invalid\`; \`violations\` lists what is wrong, a hundred at most, each with a path as a JSON Pointer, the keyword, and a message that does not quote the value.

Drafts are 2020-12 and 7, by \`$schema\` or \`draft\`. References lead to places in the same document (\`#/$defs/line\`, anchors, ids); nothing is fetched. Patterns run in linear time, without looking ahead or behind. The formats \`date-time\`, \`date\`, \`time\`, \`email\`, \`hostname\`, \`ipv4\`, \`ipv6\`, \`uri\` and \`uuid\` are checked; others are notes.

The schema is walked, never compiled. A check may take a million steps, which is far more than sensible schemas need for a megabyte.`,
  params: z.strictObject({
    schema: schemaParam,
    value: jsonValue()
      .optional()
      .meta({ title: 'Value', description: 'Anything; what came in, when left out', ...control('expression') }),
    draft: z
      .enum(['2020-12', 'draft-07'])
      .optional()
      .meta({ title: 'Draft', description: 'When left out, what `$schema` says, or 2020-12' }),
  }),
  ports: ['valid', 'invalid'],
  output: z.strictObject({
    valid: z.boolean(),
    value: jsonValue(),
    violations: z.array(z.strictObject({ path: z.string(), keyword: z.string(), message: z.string() })),
  }),
  effects: 'pure',
  errors: [
    {
      code: 'BAD_SCHEMA',
      when: 'The schema itself cannot be used: a reference leads nowhere or outside, or a pattern is not linear. A retry does not help.',
    },
    { code: 'TOO_COSTLY', when: 'The check needs more than a million steps. A retry does not help.' },
  ],
  examples: [
    {
      name: 'an order that may be charged',
      with: { schema: { type: 'object', required: ['id'], properties: { total: { type: 'number', minimum: 0 } } } },
      input: { id: 7, total: 12 },
      port: 'valid',
      output: { valid: true, value: { id: 7, total: 12 }, violations: [] },
    },
    {
      name: 'one that may not',
      with: { schema: { type: 'object', required: ['id'], properties: { total: { type: 'number', minimum: 0 } } }, value: { total: -1 } },
      port: 'invalid',
      output: {
        valid: false,
        value: { total: -1 },
        violations: [
          { path: '', keyword: 'required', message: 'must have the field "id"' },
          { path: '/total', keyword: 'minimum', message: 'must be at least 0' },
        ],
      },
    },
  ],
  check: schemaMistakes,
  run({ params, input }) {
    const value = params.value === undefined ? input : params.value
    const violations = violationsOf(params.schema, params.draft, value)
    const told = violations.slice(0, maxViolations).map(({ path, keyword, message }) => ({ path: pointer(path), keyword, message }))
    return done({ valid: violations.length === 0, value, violations: told }, violations.length === 0 ? 'valid' : 'invalid')
  },
})

/** Some mistakes in the schema show on any value; the rest when the step runs. */
function schemaMistakes({ schema, draft }: JsonObject): readonly ParamMistake[] {
  if (!isJsonObject(schema) || holdsExpression(JSON.stringify(schema))) return []
  try {
    checkSchema(schema, draftOf(schema, draft), null)
    return []
  } catch (error) {
    if (error instanceof SchemaTooCostly) return []
    if (!(error instanceof SchemaError)) throw error
    return [{ path: ['schema'], message: `cannot be used: ${error.message}.` }]
  }
}

function violationsOf(schema: Json, draft: Draft | undefined, value: Json): readonly Violation[] {
  try {
    // The parameter's schema let nothing else through.
    return checkSchema(schema as Schema, draftOf(schema, draft), value)
  } catch (error) {
    if (error instanceof SchemaTooCostly)
      throw new FatalError(`${error.message}: simplify it, or check less at once.`, { code: 'TOO_COSTLY' })
    if (error instanceof SchemaError) throw new FatalError(`The schema cannot be used: ${error.message}.`, { code: 'BAD_SCHEMA' })
    throw error
  }
}

function draftOf(schema: Json, draft: Json | undefined): Draft {
  if (draft === '2020-12' || draft === 'draft-07') return draft
  return isJsonObject(schema) && typeof schema.$schema === 'string' && schema.$schema.includes('draft-07') ? 'draft-07' : '2020-12'
}

function pointer(path: Violation['path']): string {
  return path.map((key) => `/${`${key}`.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
