import { createHash } from 'node:crypto'
import type { DigestChallenge } from './digest-challenge.ts'

export interface DigestRequest {
  readonly method: string
  /** Path and query, as they are sent. */
  readonly uri: string
  readonly user: string
  readonly password: string
  /** How many requests were sent with this nonce, this one counted. */
  readonly count: number
  readonly cnonce: string
}

/** The `Authorization` header that answers the challenge (RFC 7616, 3.4). */
export function digestAnswer(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, algorithm, isSession, hasQop, hashesUser } = challenge
  const { method, uri, user, password, count, cnonce } = request
  const hash = (...parts: readonly string[]) => createHash(algorithm).update(parts.join(':')).digest('hex')
  const counter = count.toString(16).padStart(8, '0')
  const login = hash(user, realm, password)
  const secret = isSession ? hash(login, nonce, cnonce) : login
  const asked = hash(method, uri)
  const response = hasQop ? hash(secret, nonce, counter, cnonce, 'auth', asked) : hash(secret, nonce, asked)
  const name = { md5: 'MD5', sha256: 'SHA-256' }[algorithm] + (isSession ? '-sess' : '')
  const fields = [
    ...userFields(hashesUser ? hash(user, realm) : user, hashesUser),
    `realm=${quoted(realm)}`,
    `uri=${quoted(uri)}`,
    `algorithm=${name}`,
    `nonce=${quoted(nonce)}`,
    ...(hasQop ? [`nc=${counter}`, 'qop=auth'] : []),
    ...(hasQop || isSession ? [`cnonce=${quoted(cnonce)}`] : []),
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ]
  return `Digest ${fields.join(', ')}`
}

/** A name that no header can hold is sent encoded (RFC 8187). */
function userFields(user: string, isHashed: boolean): readonly string[] {
  if (isHashed) return [`username="${user}"`, 'userhash=true']
  if (/^[\x20-\x7e]*$/.test(user)) return [`username=${quoted(user)}`]
  return [`username*=UTF-8''${encodeURIComponent(user).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`]
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
