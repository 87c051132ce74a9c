import { BlockList, isIP } from 'node:net'
import { type Finding, findingsIn } from './finding.ts'

const { ok, warning } = findingsIn('egress')

/** Where clouds hand out a machine's credentials to whoever asks. */
const metadataAddresses = ['169.254.169.254', 'fd00:ec2::254']

/** Of entries that the configuration has read. */
export function checkEgress(allow: readonly string[], proxy?: string): readonly Finding[] {
  // Of a proxy only the host: its address may hold a password.
  return [...egressFindings(allow), ...(proxy === undefined ? [] : [ok(`all other requests go through the proxy ${new URL(proxy).host}`)])]
}

export function egressFindings(allow: readonly string[]): readonly Finding[] {
  if (allow.length === 0) return [ok('public addresses only; MILLRACE_EGRESS_ALLOW opens nothing private')]
  return allow.map((entry) => {
    const message = `MILLRACE_EGRESS_ALLOW opens ${entry}`
    if (/\/0$/.test(entry)) return warning(`${message}: every address`, 'Name only the hosts and ranges that workflows need.')
    if (opensMetadata(entry)) {
      return warning(`${message}, where clouds hand out credentials of the machine`, 'Leave 169.254.169.254 and fd00:ec2::254 out.')
    }
    return ok(message)
  })
}

function opensMetadata(entry: string): boolean {
  const [address = '', prefix] = entry.split('/')
  const version = isIP(address)
  if (version === 0) return metadataAddresses.some((one) => entry === one || entry.startsWith(`${one}:`) || entry.startsWith(`[${one}]`))
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const range = new BlockList()
  range.addSubnet(address, Number(prefix ?? (version === 4 ? 32 : 128)), family)
  return metadataAddresses.some((one) => range.check(one, isIP(one) === 4 ? 'ipv4' : 'ipv6'))
}
