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

/** A call to copy into a shell; secrets are variables to be set there. Left out where no shell can sign as the sender does. */
export function sampleCall(type: string, written: JsonObject, url: string, method: string): string | undefined {
  if (type === 'function') return `curl -d '{}' ${url}`
  if (type !== 'webhook') return undefined
  const proof = proofOf(authOf(written))
  if (proof === undefined) return undefined
  const address = url.replace(/\/:([^/]+)/g, (_, name: string) => `/${name.toUpperCase()}`)
  const body = method === 'GET' ? [] : [`-H 'content-type: application/json'`, `-d '${sampleBody}'`]
  return ['curl', ...(method === 'POST' ? [] : [`-X ${method}`]), ...proof, ...body, address].join(' ')
}

const sampleBody = '{"hello":"world"}'

function proofOf(auth: WebhookAuth): readonly string[] | undefined {
  if (auth === 'none') return []
  const secret = `$${auth.secret?.[0] ?? 'TOKEN'}`
  switch (auth.type) {
    case 'header':
      return [`-H "${auth.name}: ${secret}"`]
    case 'bearer':
      return [`-H "authorization: Bearer ${secret}"`]
    case 'jwt':
      return ['-H "authorization: Bearer $TOKEN"']
    case 'basic':
      return [`-u '${auth.user.replaceAll("'", `'\\''`)}':"${secret}"`]
    case 'github':
      return [signature('x-hub-signature-256', 'sha256=', 'sha256', secret)]
    case 'hmac':
      return auth.encoding === 'hex' ? [signature(auth.header, auth.prefix, auth.algorithm, secret)] : undefined
    default:
      return undefined
  }
}

function signature(header: string, prefix: string, algorithm: string, secret: string): string {
  const signed = `printf %s '${sampleBody}' | openssl dgst -${algorithm} -hmac "${secret}" | sed 's/.* //'`
  return `-H "${header}: ${prefix}$(${signed})"`
}
