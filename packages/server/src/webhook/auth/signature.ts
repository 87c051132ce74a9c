import { createHmac } from 'node:crypto'
import type { CheckedAuth } from '@millrace/kit'
import type { Call } from './caller.ts'
import { isOneOf } from './same-text.ts'

export type SignedAuth = Extract<CheckedAuth, { type: 'github' | 'shopify' | 'stripe' | 'slack' | 'standard-webhooks' | 'hmac' }>

/** What the sender has signed and how, as its headers tell. */
interface Signed {
  /** What stands before the body in the signed text. */
  readonly before: string
  /** Any of these may be right. */
  readonly signatures: readonly string[]
  /** Seconds since 1970; left out by senders that sign no time. */
  readonly at?: number
}

interface Scheme {
  readonly algorithm: 'sha1' | 'sha256' | 'sha512'
  readonly encoding: 'hex' | 'base64'
  /** Undefined when the headers are not there. */
  read(call: Call): Signed | undefined
  /** The key that a secret stands for, if it is one; its text as UTF-8 when left out. */
  keyOf?(secret: string): Buffer | undefined
}

/** Whether one of the secrets has signed the body, and not too long ago. */
export function isSigned(auth: SignedAuth, secrets: readonly string[], call: Call): boolean {
  const { read, algorithm, encoding, keyOf } = schemeOf(auth)
  const signed = read(call)
  if (signed === undefined || signed.signatures.length === 0) return false
  const keys = secrets.flatMap((secret) => (keyOf === undefined ? secret : (keyOf(secret) ?? [])))
  const right = keys.map((key) => createHmac(algorithm, key).update(signed.before).update(call.body).digest(encoding))
  const isRight = signed.signatures.filter((one) => isOneOf(one, right)).length > 0
  return isRight && isRecent(auth, signed, call)
}

function isRecent(auth: SignedAuth, { at }: Signed, call: Call): boolean {
  if (!('tolerance' in auth)) return true
  return at !== undefined && Math.abs(call.at - at * 1000) <= auth.tolerance
}

/** How many signatures of one request are looked at: more than any sender gives while its keys change. */
const mostSignatures = 10

function schemeOf(auth: SignedAuth): Scheme {
  switch (auth.type) {
    case 'hmac':
      return { ...auth, read: ({ header }) => plain(header(auth.header.toLowerCase()), auth.prefix) }
    default:
      return presets[auth.type]
  }
}

const presets: Readonly<Record<Exclude<SignedAuth['type'], 'hmac'>, Scheme>> = {
  /** https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
  github: { algorithm: 'sha256', encoding: 'hex', read: ({ header }) => plain(header('x-hub-signature-256'), 'sha256=') },
  /** https://shopify.dev/docs/apps/build/webhooks/subscribe/https */
  shopify: { algorithm: 'sha256', encoding: 'base64', read: ({ header }) => plain(header('x-shopify-hmac-sha256'), '') },
  /** `t=1492774577,v1=…,v1=…`: https://docs.stripe.com/webhooks#verify-manually */
  stripe: {
    algorithm: 'sha256',
    encoding: 'hex',
    read({ header }) {
      const parts = (header('stripe-signature') ?? '').split(',').map((part) => part.split('=', 2))
      const time = parts.find(([name]) => name === 't')?.[1]
      const signatures = parts.flatMap(([name, value]) => (name === 'v1' && value !== undefined ? [value] : []))
      return timed(time, `${time}.`, signatures)
    },
  },
  /** https://docs.slack.dev/authentication/verifying-requests-from-slack */
  slack: {
    algorithm: 'sha256',
    encoding: 'hex',
    read({ header }) {
      const time = header('x-slack-request-timestamp')
      return timed(time, `v0:${time}:`, plain(header('x-slack-signature'), 'v0=')?.signatures ?? [])
    },
  },
  /** `v1,… v1,…` over id, time and body: https://www.standardwebhooks.com */
  'standard-webhooks': {
    algorithm: 'sha256',
    encoding: 'base64',
    read({ header }) {
      const id = header('webhook-id')
      const time = header('webhook-timestamp')
      const signatures = (header('webhook-signature') ?? '').split(' ').flatMap((one) => (one.startsWith('v1,') ? [one.slice(3)] : []))
      return id === undefined ? undefined : timed(time, `${id}.${time}.`, signatures)
    },
    keyOf: standardKey,
  },
}

/** 24 to 64 bytes as base64. Anything else, an empty text above all, is no key: whoever guesses that could sign with it. */
function standardKey(secret: string): Buffer | undefined {
  const text = secret.replace(/^whsec_/, '')
  const key = /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : Buffer.alloc(0)
  return key.length >= 24 && key.length <= 64 ? key : undefined
}

function plain(value: string | undefined, prefix: string): Signed | undefined {
  return value?.startsWith(prefix) ? { before: '', signatures: [value.slice(prefix.length)] } : undefined
}

function timed(time: string | undefined, before: string, signatures: readonly string[]): Signed | undefined {
  if (time === undefined || !/^\d{1,12}$/.test(time)) return undefined
  return { before, signatures: signatures.slice(0, mostSignatures), at: Number(time) }
}
