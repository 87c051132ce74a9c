import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { authorize } from '../../testing/authorize.ts'
import { httpDigest } from './digest.ts'

const values = { user: 'Mufasa', password: 'Circle of Life', hosts: ['api.example.com'] }
const challengeOf = (nonce: string) =>
  new Response(null, { status: 401, headers: { 'www-authenticate': `Digest realm="r", nonce="${nonce}", qop="auth", algorithm=SHA-256` } })

function fieldOf(authorization: string | null, name: string): string | undefined {
  return new RegExp(`\\b${name}="?([^",]+)`).exec(authorization ?? '')?.[1]
}

test('sends nothing before it is asked, then answers, and counts from there on', async () => {
  const cache = new Map()
  expect((await authorize(httpDigest, values, { cache })).authorization).toBeNull()
  const answers = [
    await authorize(httpDigest, values, { cache, challenge: challengeOf('n1') }),
    await authorize(httpDigest, values, { cache, method: 'POST' }),
    await authorize(httpDigest, values, { cache, challenge: challengeOf('n2') }),
  ].map(({ authorization }) => authorization)
  expect(answers.map((answer) => [fieldOf(answer, 'nonce'), fieldOf(answer, 'nc')])).toEqual([
    ['n1', '00000001'],
    ['n1', '00000002'],
    ['n2', '00000001'],
  ])
})

test('the answer is the hash of the login, the challenge and the request, query included', async () => {
  const { authorization } = await authorize(httpDigest, values, { challenge: challengeOf('n1'), url: 'https://api.example.com/a?b=c' })
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const cnonce = fieldOf(authorization, 'cnonce')
  const expected = sha256(`${sha256('Mufasa:r:Circle of Life')}:n1:00000001:${cnonce}:auth:${sha256('GET:/a?b=c')}`)
  expect(fieldOf(authorization, 'response')).toBe(expected)
})

test('what one host asked is no answer for another', async () => {
  const cache = new Map()
  await authorize(httpDigest, values, { cache, challenge: challengeOf('n1') })
  expect((await authorize(httpDigest, values, { cache, url: 'https://api.example.com:8443/' })).authorization).toBeNull()
})

test('what it does not know is left unanswered', async () => {
  const challenge = new Response(null, { status: 401, headers: { 'www-authenticate': 'Negotiate' } })
  expect((await authorize(httpDigest, values, { challenge })).authorization).toBeNull()
})
