import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * The name of the special-purpose range an address lies in, or undefined when it is an ordinary public address.
 * Everything that is not plainly public is special: an unreadable address too.
 */
export function specialRange(address: string): string | undefined {
  switch (isIP(address)) {
    case 4:
      return specialRangeOfIpv4(ipaddr.IPv4.parse(address))
    case 6:
      return specialRangeOfIpv6(ipaddr.IPv6.parse(address))
    default:
      return 'unreadable'
  }
}

// Azure's host agent, which hands out machine certificates, answers on a public address inside each virtual machine.
const azureHostAgent = '168.63.129.16'

function specialRangeOfIpv4(address: ipaddr.IPv4): string | undefined {
  if (address.toString() === azureHostAgent) return 'cloud metadata'
  return plainName(address.range())
}

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * IPv6 is judged from the other side: only 2000::/3 was ever handed out as public, so the forms that carry an IPv4
 * address outside it (mapped, compatible, translated, NAT64) need no list of their own. 6to4 and Teredo lie inside and are named ranges.
 */
function specialRangeOfIpv6(address: ipaddr.IPv6): string | undefined {
  const range = plainName(address.range())
  if (range !== undefined) return range
  return address.match(globalUnicast) ? undefined : 'reserved'
}

const names: Readonly<Record<string, string>> = {
  carrierGradeNat: 'carrier-grade NAT',
  deprecatedSiteLocal: 'site-local',
  ipv4Mapped: 'IPv4-mapped',
  linkLocal: 'link-local',
  rfc6052: 'NAT64',
  rfc6145: 'IPv4-translated',
  uniqueLocal: 'unique local',
}

function plainName(range: string): string | undefined {
  return range === 'unicast' ? undefined : (names[range] ?? range)
}
