import type { JsonObject } from '@millrace/engine'
import { type WebhookAuth, webhookAuth } from '@millrace/kit'

/** Who may fire a trigger, in a word. */
export function authKindOf(type: string, written: JsonObject): string | undefined {
  switch (type) {
    case 'webhook': {
      const auth = authOf(written)
      return auth === 'none' ? 'none' : auth.type
    }
    case 'form':
    case 'chat':
      return 'none'
    case 'function':
      return 'api'
    default:
      return undefined
  }
}

function authOf({ auth }: JsonObject): WebhookAuth {
  return webhookAuth.catch('none').parse(auth ?? 'none')
}

/** A call to copy into a shell, which signs as the sender would; secrets are variables to be set there. */
export function sampleCall(type: string, written: JsonObject, url: string, method: string): string | undefined {
  if (type === 'function') return `curl -d '{}' ${url}`
  if (type !== 'webhook') return undefined
  const body = method === 'GET' ? '' : sampleBody
  const { before = [], proof } = proofOf(authOf(written), body)
  const address = url.replace(/\/:([^/]+)/g, (_, name: string) => `/${name.toUpperCase()}`)
  const sent = body === '' ? [] : [`-H 'content-type: application/json'`, `-d '${body}'`]
  return [...before, ['curl', ...(method === 'POST' ? [] : [`-X ${method}`]), ...proof, ...sent, address].join(' ')].join('; ')
}

const sampleBody = '{"hello":"world"}'

interface Proof {
  /** Commands in front of it. */
  readonly before?: readonly string[]
  readonly proof: readonly string[]
}

/** What is signed together with the time, which must be that of the call. */
const now = 't=$(date +%s)'

function proofOf(auth: WebhookAuth, body: string): Proof {
  if (auth === 'none') return { proof: [] }
  const secret = `$${auth.secret?.[0] ?? 'TOKEN'}`
  const key = `-hmac "${secret}"`
  switch (auth.type) {
    case 'header':
      return { proof: [`-H "${quoted(auth.name)}: ${secret}"`] }
    case 'bearer':
      return { proof: [`-H "authorization: Bearer ${secret}"`] }
    case 'jwt':
      return { proof: ['-H "authorization: Bearer $TOKEN"'] }
    case 'basic':
      return { proof: [`-u '${auth.user.replaceAll("'", `'\\''`)}':"${secret}"`] }
    case 'github':
      return { proof: [`-H "x-hub-signature-256: sha256=${signed({ body, key })}"`] }
    case 'shopify':
      return { proof: [`-H "x-shopify-hmac-sha256: ${signed({ body, key, encoding: 'base64' })}"`] }
    case 'stripe':
      return { before: [now], proof: [`-H "stripe-signature: t=$t,v1=${signed({ head: '$t.', body, key })}"`] }
    case 'slack':
      return {
        before: [now],
        proof: ['-H "x-slack-request-timestamp: $t"', `-H "x-slack-signature: v0=${signed({ head: 'v0:$t:', body, key })}"`],
      }
    case 'standard-webhooks': {
      const bytes = `-mac HMAC -macopt hexkey:$(printf %s "\${${secret.slice(1)}#whsec_}" | openssl base64 -d -A | od -An -tx1 | tr -d ' \\n')`
      const signature = signed({ head: 'msg_$t.$t.', body, key: bytes, encoding: 'base64' })
      return {
        before: [now],
        proof: ['-H "webhook-id: msg_$t"', '-H "webhook-timestamp: $t"', `-H "webhook-signature: v1,${signature}"`],
      }
    }
    case 'hmac':
      return { proof: [`-H "${quoted(auth.header)}: ${quoted(auth.prefix)}${signed({ ...auth, body, key })}"`] }
  }
}

/** As a shell reads it between double quotes. */
function quoted(text: string): string {
  return text.replace(/["$`\\]/g, '\\$&')
}

interface Signing {
  /** What stands before the body in the signed text. */
  readonly head?: string
  readonly body: string
  /** How openssl is told the key. */
  readonly key: string
  readonly algorithm?: string
  readonly encoding?: 'hex' | 'base64'
}

function signed({ head = '', body, key, algorithm = 'sha256', encoding = 'hex' }: Signing): string {
  const written = encoding === 'hex' ? "| sed 's/.* //'" : '-binary | openssl base64 -A'
  return `$(printf %s "${head}"'${body}' | openssl dgst -${algorithm} ${key} ${written})`
}
