import type { Json, JsonObject, ParamMistake } from '@millrace/engine'
import { control, defineNode, done, FatalError, holdsExpression, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { createBudget, QueryError, QueryTooCostly } from './query/budget.ts'
import { queryJmesPath } from './query/jmes-path.ts'
import { parseJmesPath } from './query/jmes-syntax.ts'
import { checkJsonPath, queryJsonPath } from './query/json-path.ts'

export const jsonQuery = defineNode({
  type: 'json.query',
  title: 'Query JSON',
  icon: 'search',
  group: 'data',
  summary: 'Takes values out of data by a JSONPath or JMESPath query.',
  docs: `With \`language: jsonpath\`, a query as [RFC 9535](https://www.rfc-editor.org/rfc/rfc9535) has it, the output is the list of what is found; \`result: first\` gives the first or null, \`result: paths\` the paths. Patterns in \`match\` and \`search\` run in linear time.

With \`language: jmespath\`, a query of [JMESPath](https://jmespath.org), the output is what the query makes.

Only data is seen: names that every object inherits, such as \`constructor\`, are nothing. A query may take two million steps, looking at a value being one.

For one field, an expression or the step \`extract\` of \`transform\` is shorter.`,
  params: z.strictObject({
    query: z
      .string()
      .min(1)
      .max(2_000)
      .meta({ title: 'Query', description: 'e.g. `$.orders[?@.total > 100].id`', ...control('line') }),
    language: z.enum(['jsonpath', 'jmespath']).default('jsonpath').meta({ title: 'Language', description: 'What the query is written in' }),
    result: z
      .enum(['all', 'first', 'paths'])
      .default('all')
      .meta({ title: 'Result', description: 'Of JSONPath: all values, the first one, or the paths' }),
    value: jsonValue()
      .optional()
      .meta({ title: 'Value', description: 'Any data; what came in, when left out', ...control('expression') }),
  }),
  output: jsonValue(),
  effects: 'pure',
  errors: [
    { code: 'BAD_QUERY', when: 'The query cannot be read, or not be used on this value. A retry does not help.' },
    { code: 'TOO_COSTLY', when: 'It needs more than two million steps. A retry does not help.' },
  ],
  examples: [
    {
      name: 'the large orders, by JSONPath',
      with: { query: '$.orders[?(@.total>100)].id' },
      input: {
        orders: [
          { id: 1, total: 50 },
          { id: 2, total: 150 },
          { id: 3, total: 101 },
        ],
      },
      output: [2, 3],
    },
    {
      name: 'the large orders, by JMESPath',
      with: { language: 'jmespath', query: 'orders[?total > `100`].id' },
      input: {
        orders: [
          { id: 1, total: 50 },
          { id: 2, total: 150 },
          { id: 3, total: 101 },
        ],
      },
      output: [2, 3],
    },
  ],
  check: queryMistakes,
  run({ params, input }) {
    return done(queried(params, params.value === undefined ? input : params.value))
  },
})

interface Query {
  readonly query: string
  readonly language: 'jsonpath' | 'jmespath'
  readonly result: 'all' | 'first' | 'paths'
}

function queried({ query, language, result }: Query, value: Json): Json {
  try {
    const budget = createBudget()
    if (language === 'jmespath') return queryJmesPath(query, value, budget)
    const found = queryJsonPath(query, value, budget)
    if (result === 'first') return found[0]?.value ?? null
    return found.map((one) => (result === 'paths' ? one.path : one.value))
  } catch (error) {
    throw queryFailure(error)
  }
}

function queryFailure(error: unknown): unknown {
  if (error instanceof QueryError) return new FatalError(`The query cannot be used: ${error.message}.`, { code: 'BAD_QUERY' })
  const isTooMuch = error instanceof QueryTooCostly || error instanceof RangeError || (error instanceof Error && error.name === 'Fault')
  return isTooMuch
    ? new FatalError('The query takes too long on this value: let it look at less.', { code: 'TOO_COSTLY', cause: error })
    : error
}

function queryMistakes({ query, language }: JsonObject): readonly ParamMistake[] {
  const parse = language === 'jmespath' ? parseJmesPath : checkJsonPath
  if (typeof query !== 'string' || holdsExpression(query) || holdsExpression(language)) return []
  try {
    parse(query)
    return []
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    return [{ path: ['query'], message: `cannot be read: ${error.message}.` }]
  }
}
