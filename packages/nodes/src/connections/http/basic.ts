import { defineConnection } from '@millrace/kit'
import { z } from 'zod'
import { hostList } from '../host-list.ts'

export const httpBasic = defineConnection({
  type: 'http.basic',
  title: 'User and password',
  icon: 'user',
  summary: 'Sends user and password with each HTTP request (RFC 7617).',
  docs: 'The user cannot hold a colon. Both are sent as UTF-8, readable by whoever reads the request: use https.',
  params: z.strictObject({
    user: z
      .string()
      .regex(/^[^:\p{Cc}]*$/u, { error: 'cannot hold a colon or control characters' })
      .meta({ title: 'User', description: 'Who logs in; some services want the key here and no password' }),
    password: z
      .string()
      .regex(/^\P{Cc}*$/u, { error: 'cannot hold control characters' })
      .default('')
      .meta({ title: 'Password', description: 'Of that user', secret: true }),
    hosts: hostList,
  }),
  hosts: ({ hosts }) => hosts,
  authorize({ headers }, { values: { user, password } }) {
    headers.set('authorization', `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)
  },
  examples: [{ name: 'an account of a service', with: { user: 'ada', password: 'correct horse', hosts: ['api.example.com'] } }],
})
