import type { LookupFunction } from 'node:net'
import { isIPv6 } from 'node:net'
import type { EgressPolicy } from './egress-policy.ts'
import { addressRefused } from './egress-refused.ts'

/** All addresses of a name. Asked once per connection. */
export type Resolve = (hostname: string) => Promise<readonly string[]>

/**
 * What a socket asks for its addresses. The answer is resolved once, every address in it is checked, and the socket then connects
 * to one of exactly these: a name that answers differently the next time (DNS rebinding) gains nothing. One bad address
 * among good ones refuses them all, because the sender of such an answer is not to be trusted.
 */
export function createCheckedLookup(port: number, policy: EgressPolicy, resolve: Resolve): LookupFunction {
  return (hostname, options, callback) => {
    checkedAddresses(hostname, port, policy, resolve).then(
      (addresses) => {
        const answers = addresses.map((address) => ({ address, family: familyOf(address) }))
        const [first] = answers
        if (options.all) callback(null, answers)
        else callback(null, first?.address ?? '', first?.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    )
  }
}

/** All addresses of the name, each one checked; rejects when a single one may not be reached. */
export async function checkedAddresses(host: string, port: number, policy: EgressPolicy, resolve: Resolve): Promise<readonly string[]> {
  const addresses = await resolve(host)
  if (addresses.length === 0) throw Object.assign(new Error(`"${host}" has no address`), { code: 'ENOTFOUND', hostname: host })
  if (policy.allowsHost(host, port)) return addresses
  for (const address of addresses) {
    const range = policy.refusedRange(address, port)
    if (range !== undefined) throw addressRefused(host, port, range)
  }
  return addresses
}

export function familyOf(address: string): 4 | 6 {
  return isIPv6(address) ? 6 : 4
}
