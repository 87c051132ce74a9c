import { randomBytes } from 'node:crypto'
import { defineConnection } from '@millrace/kit'
import { z } from 'zod'
import { digestAnswer } from '../digest-answer.ts'
import { type DigestChallenge, readDigestChallenge } from '../digest-challenge.ts'
import { hostList } from '../host-list.ts'

interface Known {
  readonly challenge: DigestChallenge
  count: number
}

export const httpDigest = defineConnection({
  type: 'http.digest',
  title: 'Digest',
  icon: 'hash',
  summary: 'Proves user and password without sending the password (RFC 7616).',
  docs: `The first request to a host is sent twice: without credentials, and again with the answer to what the server asked. Later ones know what will be asked. A body that is a stream cannot be sent twice: its first request is then answered 401.

SHA-256 and MD5 are known, with \`qop=auth\` or none; the strongest that the server offers is used.`,
  params: z.strictObject({
    user: z
      .string()
      .regex(/^[^:\p{Cc}]+$/u, { error: 'cannot hold a colon or control characters' })
      .meta({ title: 'User', description: 'Who logs in' }),
    password: z.string().meta({ title: 'Password', description: 'Of that user', secret: true }),
    hosts: hostList,
  }),
  hosts: ({ hosts }) => hosts,
  answersChallenge: true,
  authorize({ url, method, headers }, { values: { user, password }, cache, challenge }) {
    const asked = readDigestChallenge(challenge?.headers.get('www-authenticate') ?? null)
    if (asked !== undefined) cache.set(url.origin, { challenge: asked, count: 0 })
    const known = cache.get(url.origin) as Known | undefined // Only the line before writes it.
    if (known === undefined) return
    known.count += 1
    const request = {
      method,
      uri: url.pathname + url.search,
      user,
      password,
      count: known.count,
      cnonce: randomBytes(16).toString('base64url'),
    }
    headers.set('authorization', digestAnswer(known.challenge, request))
  },
  examples: [{ name: 'a device in the house', with: { user: 'admin', password: 'correct horse', hosts: ['http://camera.example.com'] } }],
})
