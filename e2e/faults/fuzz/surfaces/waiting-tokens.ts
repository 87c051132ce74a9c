import type { Random } from '../../support/random.ts'
import { evilTexts } from '../evil.ts'
import type { FuzzRequest } from '../fuzz-request.ts'

/** Addresses that nearly are those of steps that wait. None of these requests may be answered as if it were the right one. */
export function waitingTokenRequest(random: Random, addresses: readonly string[]): FuzzRequest {
  const { pathname } = new URL(random.pick(addresses))
  const token = pathname.slice(pathname.lastIndexOf('/') + 1)
  return {
    method: random.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']),
    target: `/webhook-waiting/${wrongToken(random, token)}${random.next() < 0.2 ? '?decision=approved' : ''}`,
    headers: [['content-type', random.pick(['application/json', 'application/x-www-form-urlencoded', 'text/plain'])]],
    body: Buffer.from(random.pick(['{"decision":"approved"}', 'decision=approved&comment=x', 'decision[]=approved', ...evilTexts])),
  }
}

function wrongToken(random: Random, token: string): string {
  const at = random.below(token.length)
  const other = random.pick(['A', 'z', '0', '-', '_', '%41', '.', '~'])
  switch (random.below(7)) {
    case 0:
      return token.slice(0, at)
    case 1:
      return token + other
    case 2:
      return token.slice(0, at) + (token[at] === other ? `${other}${other}` : other) + token.slice(at + 1)
    case 3:
      return swappedCase(token)
    case 4:
      return `${token}/${random.pick(['approve', '..', '', 'x'])}`
    case 5:
      return encodeURIComponent(random.pick(evilTexts).slice(0, 1000).toWellFormed())
    default:
      return Buffer.from(Array.from({ length: 32 }, () => random.below(256))).toString('base64url')
  }
}

function swappedCase(text: string): string {
  return [...text].map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase())).join('')
}
