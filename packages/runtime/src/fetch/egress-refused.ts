import { FatalError } from '@millrace/kit'

/** Thrown before a byte is sent to a destination that is not allowed. Trying again would not help, so it ends the step. */
export function egressRefused(what: string, nextAction: string): FatalError {
  return new FatalError(`Refused to connect to ${what}. ${nextAction}`, { code: 'EGRESS_REFUSED' })
}

/**
 * Names the host as the workflow spelled it and the range it fell into, never the address that a name resolved to:
 * the message is stored, and a workflow's author must not be able to read the internal DNS with it.
 */
export function addressRefused(host: string, port: number, range: string): FatalError {
  return egressRefused(
    `"${host}" on port ${port}: it is a ${range} address, which workflows may not reach`,
    `If this destination is meant to be reached, start Millrace with MILLRACE_EGRESS_ALLOW=${host}:${port} (hosts, host:port and CIDRs, separated by commas).`,
  )
}
