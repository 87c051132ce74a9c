import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { control, defineNode, done, FatalError, folded, jsonValue } from '@millrace/kit'
import { z } from 'zod'
import { bodyValue } from '../http/body-value.ts'
import { exchange } from '../http/exchange.ts'
import { headerMap } from '../http/header-map.ts'
import { statusError } from '../http/http-errors.ts'
import { requestParams } from '../http/request-params.ts'
import { urlMistake } from '../http/target-url.ts'

export const graphqlRequest = defineNode({
  type: 'graphql.request',
  title: 'GraphQL request',
  icon: 'share',
  group: 'network',
  summary: 'Asks a GraphQL server and gives out the data.',
  docs: `The output is the \`data\` of the answer. Values belong into \`variables\`: the query is sent as it is written, so that nothing that comes in can change it.

An answer with \`errors\` fails for good with \`GRAPHQL_ERRORS\`; \`error.details\` has them and whatever data there was. With \`allowErrors: true\` the output is \`{ data, errors }\` instead. Status, time limit, connection and idempotency key are as for \`http.request\`.`,
  params: z.strictObject({
    url: z
      .string()
      .superRefine((text, context) => {
        const mistake = urlMistake(text)
        if (mistake) context.addIssue({ code: 'custom', message: mistake })
      })
      .meta({ title: 'URL', description: 'Begins with http:// or https://' }),
    query: z
      .string()
      .min(1)
      .meta({ title: 'Query', description: 'A query or mutation, taken as it is written', ...control('code') }),
    variables: z
      .record(z.string(), jsonValue())
      .default({})
      .meta({ title: 'Variables', description: 'Values for the `$names` of the query' }),
    operation: z
      .string()
      .min(1)
      .optional()
      .meta({ title: 'Operation', description: 'Which one, when the text holds several', ...folded }),
    connection: z.string().min(1).optional().meta({ title: 'Connection', description: 'Whose credentials are sent' }),
    headers: headerMap.prefault({}).meta({ title: 'Headers', description: 'A value of null leaves the header out' }),
    allowErrors: z
      .boolean()
      .default(false)
      .meta({ title: 'Allow errors', description: 'Give out `{ data, errors }` and never fail for errors', ...folded }),
  }),
  literalParams: ['query'],
  connections: ['http.basic', 'http.bearer', 'http.api-key', 'http.oauth2-client-credentials', 'http.digest'],
  effects: 'external',
  effectsOf: ({ query }) =>
    typeof query === 'string' && /^\s*(query\b|\{)/.test(query) && !/\bmutation\b/.test(query) ? 'read' : 'external',
  errors: [
    { code: 'GRAPHQL_ERRORS', when: 'The server answers with errors. A retry does not help.' },
    { code: 'HTTP_STATUS', when: 'The status is 400 or more, and the answer is not one of GraphQL.' },
    { code: 'HTTP_NETWORK', when: 'There was no connection, or it broke. A retry may help.' },
    { code: 'HTTP_BAD_JSON', when: 'The answer is not JSON.' },
    { code: 'HTTP_TOO_LARGE', when: 'The answer is larger than 10 MiB.' },
  ],
  examples: [
    {
      name: 'one order',
      with: {
        url: 'https://api.example.test/graphql',
        query: 'query Order($id: ID!) { order(id: $id) { total } }',
        variables: { id: '{{ input.id }}' },
      },
      input: { id: '7' },
      reply: { status: 200, headers: { 'content-type': 'application/json' }, body: { data: { order: { total: 9 } } } },
      output: { order: { total: 9 } },
    },
  ],
  async run(context) {
    const { url, query, variables, operation, connection, headers, allowErrors } = context.params
    const request = requestParams.parse({
      url,
      method: 'POST',
      // Many servers answer mistakes in a query with 400 and say in the body what is wrong.
      failOnStatus: false,
      headers: { accept: 'application/graphql-response+json, application/json', ...headers },
      body: { query, variables, ...(operation !== undefined && { operationName: operation }) },
      response: 'auto',
      ...(connection !== undefined && { connection }),
    })
    const answer = await exchange(request, context, new URL(url))
    const body = bodyValue(answer, 'auto')
    if (answer.status >= 400 && !hasErrors(body)) throw statusError(answer, context.now())
    return done(dataOf(body, answer.origin, allowErrors))
  },
})

function hasErrors(body: Json): body is JsonObject & { readonly errors: readonly Json[] } {
  return isJsonObject(body) && Array.isArray(body.errors) && body.errors.length > 0
}

function dataOf(body: Json, origin: string, allowErrors: boolean): Json {
  if (!isJsonObject(body) || !('data' in body || hasErrors(body))) {
    throw new FatalError(`${origin} did not answer as a GraphQL server: there is neither data nor errors. Check the URL.`, {
      code: 'GRAPHQL_ERRORS',
    })
  }
  const data = body.data ?? null
  if (allowErrors) return { data, errors: hasErrors(body) ? body.errors : [] }
  if (!hasErrors(body)) return data
  const [first] = body.errors
  const said = isJsonObject(first) && typeof first.message === 'string' ? first.message : 'it gives no message'
  throw new FatalError(`${origin} answered with ${body.errors.length} errors, the first: ${said}`, {
    code: 'GRAPHQL_ERRORS',
    details: { errors: body.errors, data },
  })
}
