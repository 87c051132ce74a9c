import { defineConnection } from '@millrace/kit'
import { z } from 'zod'
import { hostList } from '../host-list.ts'

export const httpBearer = defineConnection({
  type: 'http.bearer',
  title: 'Bearer token',
  icon: 'key',
  summary: 'Sends a token in the Authorization header of each HTTP request (RFC 6750).',
  docs: 'For tokens that do not change. `http.oauth2-client-credentials` asks for new ones by itself.',
  params: z.strictObject({
    token: z
      .string()
      .regex(/^[\x21-\x7e]+$/, { error: 'must be visible ASCII characters without spaces' })
      .meta({ title: 'Token', description: 'Without the word Bearer', secret: true }),
    hosts: hostList,
  }),
  hosts: ({ hosts }) => hosts,
  authorize({ headers }, { values: { token } }) {
    headers.set('authorization', `Bearer ${token}`)
  },
  examples: [{ name: 'a token of a service', with: { token: 'token-of-the-service', hosts: ['api.example.com'] } }],
})
