import { type JsonObject, type Problem, parseYaml, type Workflow } from '@millrace/engine'
import type { PublishedWorkflow } from './workflows.ts'

export type AddressesOf = (type: string) => ((written: JsonObject) => readonly string[]) | undefined

interface Claim {
  readonly triggerId: string
  readonly address: string
}

/** Those of its addresses that another published workflow has, or that it has twice: whom a call means would be chance. */
export function takenAddresses(
  source: string,
  workflow: Workflow,
  published: readonly PublishedWorkflow[],
  addressesOf: AddressesOf,
): readonly Problem[] {
  const claims = claimsOf(workflow, addressesOf)
  if (claims.length === 0) return []
  const taken = new Map<string, string>()
  for (const other of published) {
    if (other.id === workflow.id) continue
    for (const { triggerId, address } of knownClaimsOf(other.workflow, addressesOf)) {
      if (!taken.has(address)) taken.set(address, `workflow ${other.id} (trigger ${triggerId})`)
    }
  }
  return claims.flatMap(({ triggerId, address }) => {
    const holder = taken.get(address)
    taken.set(address, `its own trigger ${triggerId}`)
    if (holder === undefined) return []
    const path = ['triggers', triggerId]
    const message = `Trigger "${triggerId}" claims ${address}, which ${holder} has: change one of them, or publish the other one disabled.`
    return [{ code: 'ADDRESS_TAKEN', severity: 'error' as const, message, path, position: parseYaml(source).locate(path, 'key') }]
  })
}

/** Each is compared with every version that is published after it. */
const knownClaims = new WeakMap<Workflow, readonly Claim[]>()

function knownClaimsOf(workflow: Workflow, addressesOf: AddressesOf): readonly Claim[] {
  const claims = knownClaims.get(workflow) ?? claimsOf(workflow, addressesOf)
  knownClaims.set(workflow, claims)
  return claims
}

/** Of the triggers that are switched on. */
function claimsOf({ triggers = {} }: Workflow, addressesOf: AddressesOf): readonly Claim[] {
  return Object.entries(triggers).flatMap(([triggerId, { type, disabled, with: written = {} }]) => {
    const addresses = disabled === true ? undefined : addressesOf(type)
    return (addresses?.(written) ?? []).map((address) => ({ triggerId, address }))
  })
}
