import type { CheckedAuth } from '@millrace/kit'
import { ProblemError } from '../../problem.ts'
import type { Settings } from '../../server-ports.ts'
import { type Call, type Caller, unauthorized } from './caller.ts'
import { isOneOf, isSameText } from './same-text.ts'
import { isSigned } from './signature.ts'
import type { Tokens } from './token.ts'

type Ports = Pick<Settings, 'secrets'> & { readonly tokens: Tokens }

/** Rejects unless the caller proves who it is. Fails closed: a secret that is not set lets nobody in. */
export async function checkCaller(ports: Ports, account: string, auth: CheckedAuth, call: Call): Promise<Caller> {
  const secrets = await secretsOf(ports, account, auth)
  switch (auth.type) {
    case 'header':
      return demand(isOneOf(call.header(auth.name.toLowerCase()) ?? '', secrets))
    case 'bearer':
      return demand(isOneOf(schemeValue(call, 'bearer') ?? '', secrets), 'Bearer')
    case 'basic':
      return demand(isBasic(auth.user, secrets, call), 'Basic realm="webhook", charset="UTF-8"')
    case 'jwt': {
      const claims = await readToken(ports, auth, secrets, call)
      if (claims === undefined) throw unauthorized('Bearer')
      return { claims }
    }
    default:
      return demand(isSigned(auth, secrets, call))
  }
}

function demand(isProved: boolean, challenge?: string): Caller {
  if (!isProved) throw unauthorized(challenge)
  return {}
}

/** Those that are set; at least one must be. An empty one would let in whoever sends nothing. */
async function secretsOf({ secrets }: Ports, account: string, auth: CheckedAuth): Promise<readonly string[]> {
  const names = auth.secret ?? []
  const values = await Promise.all(names.map((name) => secrets.get(account, name)))
  const known = values.flatMap((value) => (value === undefined || value === '' ? [] : [value]))
  if (names.length > 0 && known.length === 0) {
    throw new ProblemError(
      'WEBHOOK_SECRET_MISSING',
      'No secret is set that could prove who calls: "millrace secret set" sets the one that the trigger names.',
    )
  }
  return known
}

function isBasic(user: string, secrets: readonly string[], call: Call): boolean {
  const text = Buffer.from(schemeValue(call, 'basic') ?? '', 'base64').toString()
  const colon = text.indexOf(':')
  if (colon === -1) return false
  const isRightSecret = isOneOf(text.slice(colon + 1), secrets)
  return isSameText(text.slice(0, colon), user) && isRightSecret
}

async function readToken({ tokens }: Ports, auth: Extract<CheckedAuth, { type: 'jwt' }>, secrets: readonly string[], call: Call) {
  try {
    return await tokens.read(auth, secrets, schemeValue(call, 'bearer') ?? '', call.at)
  } catch (cause) {
    // Why is for whoever runs the server, who finds it with the trigger: a stranger would learn of the network behind it.
    throw new ProblemError('WEBHOOK_KEYS_UNAVAILABLE', 'The public keys of the tokens cannot be had just now: try again later.', { cause })
  }
}

/** What follows the scheme in `Authorization`. */
function schemeValue({ header }: Call, scheme: 'basic' | 'bearer'): string | undefined {
  const [, given = '', value] = /^([^ ]+) +(.*)$/.exec(header('authorization') ?? '') ?? []
  return given.toLowerCase() === scheme ? value : undefined
}
