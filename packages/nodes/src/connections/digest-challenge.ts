/** What a server asks for with `WWW-Authenticate: Digest …` (RFC 7616). */
export interface DigestChallenge {
  readonly realm: string
  readonly nonce: string
  readonly opaque: string | undefined
  readonly algorithm: DigestAlgorithm
  /** Hashed with nonce and cnonce once more. */
  readonly isSession: boolean
  /** Whether to send a counter; without it is the old form, RFC 2069. */
  readonly hasQop: boolean
  readonly hashesUser: boolean
}

export type DigestAlgorithm = 'md5' | 'sha256'

/** The better one first. SHA-512-256 is left out: what RFC 7616 means by it is disputed. */
const algorithms: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['SHA-256', 'sha256'],
  ['MD5', 'md5'],
])

/** The strongest challenge of the header that can be answered. Several may stand in it, of several schemes. */
export function readDigestChallenge(header: string | null): DigestChallenge | undefined {
  const readable = challengesOf(header ?? '')
    .filter(({ scheme }) => scheme.toLowerCase() === 'digest')
    .flatMap(({ params }) => digestOf(params) ?? [])
  const strength = (one: DigestChallenge) => [...algorithms.values()].indexOf(one.algorithm)
  return readable.sort((a, b) => strength(a) - strength(b))[0]
}

function digestOf(params: ReadonlyMap<string, string>): DigestChallenge | undefined {
  const [, name = '', session] = /^(.*?)(-sess)?$/i.exec((params.get('algorithm') ?? 'MD5').toUpperCase()) ?? []
  const algorithm = algorithms.get(name)
  const nonce = params.get('nonce')
  const qop = params.get('qop')
  const isAnswerable = qop === undefined || qop.split(',').some((one) => one.trim().toLowerCase() === 'auth')
  if (algorithm === undefined || nonce === undefined || !isAnswerable) return undefined
  return {
    realm: params.get('realm') ?? '',
    nonce,
    opaque: params.get('opaque'),
    algorithm,
    isSession: session !== undefined,
    hasQop: qop !== undefined,
    hashesUser: params.get('userhash')?.toLowerCase() === 'true',
  }
}

interface Challenge {
  readonly scheme: string
  readonly params: ReadonlyMap<string, string>
}

const part = /\s*,?\s*(?:(?<name>[\w-]+)\s*=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^\s",]+))|(?<scheme>[\w-]+)(?=\s|,|$))/y

function challengesOf(header: string): readonly Challenge[] {
  const found: { scheme: string; params: Map<string, string> }[] = []
  part.lastIndex = 0
  for (let match = part.exec(header); match !== null; match = part.exec(header)) {
    const { name, quoted, plain, scheme } = match.groups ?? {}
    if (scheme !== undefined) found.push({ scheme, params: new Map() })
    else if (name !== undefined) found.at(-1)?.params.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '')
  }
  return found
}
