import { defineConnection } from '@millrace/kit'
import { z } from 'zod'
import { hostList } from '../host-list.ts'

export const httpApiKey = defineConnection({
  type: 'http.api-key',
  title: 'API key',
  icon: 'key',
  summary: 'Sends a key in a header or in the query of each HTTP request.',
  docs: 'Where the service leaves the choice, choose the header: a query ends up in the logs of whatever stands between.',
  params: z.strictObject({
    in: z.enum(['header', 'query']).default('header').meta({ title: 'Where', description: 'Where the key goes' }),
    name: z
      .string()
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, { error: 'must be a header name: letters, digits and "-"' })
      .default('x-api-key')
      .meta({ title: 'Name', description: 'Of the header or of the parameter in the query' }),
    value: z
      .string()
      .regex(/^[\x20-\x7e]+$/, { error: 'must be visible ASCII characters' })
      .meta({ title: 'Key', description: 'The key itself, with its prefix if it has one', secret: true }),
    hosts: hostList,
  }),
  hosts: ({ hosts }) => hosts,
  authorize({ url, headers }, { values }) {
    if (values.in === 'header') headers.set(values.name, values.value)
    else url.searchParams.set(values.name, values.value)
  },
  examples: [
    { name: 'a key in a header', with: { value: 'key-of-the-service', hosts: ['api.example.com'] } },
    { name: 'a key in the query', with: { in: 'query', name: 'api_key', value: 'key-of-the-service', hosts: ['api.example.com'] } },
  ],
})
