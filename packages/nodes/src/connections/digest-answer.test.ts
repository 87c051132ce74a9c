import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { digestAnswer } from './digest-answer.ts'
import { type DigestChallenge, readDigestChallenge } from './digest-challenge.ts'

// RFC 7616, 3.9.1.
const header = (algorithm: string) =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, ` +
  'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
const request = {
  method: 'GET',
  uri: '/dir/index.html',
  user: 'Mufasa',
  password: 'Circle of Life',
  count: 1,
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
}

function challenge(text: string): DigestChallenge {
  const read = readDigestChallenge(text)
  if (read === undefined) throw new Error('no challenge')
  return read
}

test.each([
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
])('answers with %s as RFC 7616 shows', (algorithm, response) => {
  expect(digestAnswer(challenge(header(algorithm)), request)).toBe(
    'Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", ' +
      `algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, qop=auth, ` +
      `cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", response="${response}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`,
  )
})

test('hashes the user where the server wants that', () => {
  const answer = digestAnswer(challenge(`${header('SHA-256')}, userhash=true`), request)
  const hash = createHash('sha256').update('Mufasa:http-auth@example.org').digest('hex')
  expect(answer).toContain(`username="${hash}", userhash=true`)
  expect(answer).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"')
})

test('answers a server that knows no qop as RFC 2069 did', () => {
  const answer = digestAnswer(challenge('Digest realm="r", nonce="n"'), { ...request, user: 'u', password: 'p' })
  const md5 = (text: string) => createHash('md5').update(text).digest('hex')
  expect(answer).toContain(`response="${md5(`${md5('u:r:p')}:n:${md5('GET:/dir/index.html')}`)}"`)
  expect(answer).not.toMatch(/qop|nc=|cnonce/)
})

test('hashes nonce and cnonce into the login for a session algorithm', () => {
  const plain = digestAnswer(challenge(header('SHA-256')), request)
  const session = digestAnswer(challenge(header('SHA-256-sess')), request)
  expect(session).toContain('algorithm=SHA-256-sess')
  expect(/response="(.+?)"/.exec(session)?.[1]).not.toBe(/response="(.+?)"/.exec(plain)?.[1])
})

test('takes the strongest of several challenges, whatever stands between them', () => {
  const several = `Basic realm="a, Digest nonce=x", ${header('MD5')}, Negotiate, ${header('SHA-256')}, Bearer`
  expect(challenge(several)).toMatchObject({ algorithm: 'sha256', realm: 'http-auth@example.org', hasQop: true })
})

test.each([
  null,
  '',
  'Basic realm="x"',
  'Digest realm="x"',
  'Digest nonce="n", algorithm=SHA-1',
  'Digest nonce="n", qop="auth-int"',
  ',,,==',
  'Digest "',
])('what cannot be answered is no challenge: %s', (text) => {
  expect(readDigestChallenge(text)).toBeUndefined()
})

test('quotes and names beyond ASCII cannot break out of their field', () => {
  const asked = challenge('Digest realm="a \\"b\\" \\\\", nonce="n", qop=auth')
  expect(asked.realm).toBe('a "b" \\')
  const answer = digestAnswer(asked, { ...request, user: 'Ä"' })
  expect(answer).toContain(`username*=UTF-8''%C3%84%22, realm="a \\"b\\" \\\\"`)
})
