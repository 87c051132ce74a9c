import { isIP } from 'node:net'
import { FatalError } from '@millrace/kit'
import ipaddr from 'ipaddr.js'
import { specialRange } from './special-range.ts'

/**
 * Owns: which destinations a workflow may reach.
 * Does not own: name resolution and connecting (checked-lookup.ts, guarded-fetch.ts).
 * Invariant: an address is reachable when it is public, or when the operator named it, its range or the host that leads to it.
 */
export interface EgressPolicy {
  /** True when the operator named this host: its addresses are then not looked at. */
  allowsHost(host: string, port: number): boolean
  /** The special range that makes this address unreachable, or undefined when it may be reached. */
  refusedRange(address: string, port: number): string | undefined
}

interface HostRule {
  readonly host: string
  readonly port: number | undefined
}

interface RangeRule {
  readonly range: readonly [ipaddr.IPv4 | ipaddr.IPv6, number]
  readonly port: number | undefined
}

/** Entries are CIDRs (`10.0.0.0/8`), addresses or host names, the last two with or without a port (`db.internal:8080`, `[::1]:80`). */
export function createEgressPolicy(allow: readonly string[]): EgressPolicy {
  const rules = allow.map(ruleOf)
  const hostRules = rules.filter((rule): rule is HostRule => 'host' in rule)
  const rangeRules = rules.filter((rule): rule is RangeRule => 'range' in rule)
  return {
    allowsHost: (host, port) => hostRules.some((rule) => rule.host === withoutTrailingDot(host) && matchesPort(rule, port)),
    refusedRange(address, port) {
      const range = specialRange(address)
      if (range === undefined) return undefined
      return rangeRules.some((rule) => matchesPort(rule, port) && isInRange(address, rule.range)) ? undefined : range
    },
  }
}

/** Whether `createEgressPolicy` takes it. */
export function isEgressEntry(entry: string): boolean {
  return parseRule(entry) !== undefined
}

/** Host names are compared without the dot that marks a fully qualified name: `localhost.` is `localhost`. */
function withoutTrailingDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host
}

function matchesPort(rule: { readonly port: number | undefined }, port: number): boolean {
  return rule.port === undefined || rule.port === port
}

function isInRange(address: string, range: RangeRule['range']): boolean {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.parse(address)
  return parsed.kind() === range[0].kind() && parsed.match([range[0], range[1]])
}

function ruleOf(entry: string): HostRule | RangeRule {
  const rule = parseRule(entry)
  if (rule === undefined) throw unreadableEntry(entry)
  return rule
}

function parseRule(entry: string): HostRule | RangeRule | undefined {
  const text = entry.trim()
  if (ipaddr.isValidCIDR(text)) return { range: ipaddr.parseCIDR(text), port: undefined }
  if (isIP(text)) return { range: singleAddress(text), port: undefined }
  const withPort = /^(?<host>.+):(?<port>\d{1,5})$/.exec(text)
  const host = canonicalHost(withPort?.groups?.host ?? text)
  const port = withPort ? Number(withPort.groups?.port) : undefined
  if (host === undefined || (port !== undefined && (port < 1 || port > 65_535))) return undefined
  return isIP(host) ? { range: singleAddress(host), port } : { host, port }
}

function singleAddress(text: string): RangeRule['range'] {
  const address = ipaddr.parse(text)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** As a URL would spell it: lower case, punycode, IPv6 without brackets. */
function canonicalHost(text: string): string | undefined {
  if (/[/?#@\s*]/.test(text) || !URL.canParse(`http://${text}`)) return undefined
  const { hostname, port } = new URL(`http://${text}`)
  return port === '' ? withoutTrailingDot(hostname.replace(/^\[(.*)\]$/, '$1')) : undefined
}

function unreadableEntry(entry: string): FatalError {
  return new FatalError(
    `MILLRACE_EGRESS_ALLOW has an entry that cannot be read: "${entry}". Write a CIDR (10.0.0.0/8), an address, a host name or host:port.`,
    { code: 'EGRESS_ALLOW_UNREADABLE' },
  )
}
