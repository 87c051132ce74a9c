import type { AdmissionPlan } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import type { Instance } from './admit.ts'

/** Where a queued execution stands, and what it waits for. */
export interface QueuePlace {
  /** What keeps it from beginning: places of its lane, its time, or that this process runs as many as it may. */
  readonly cause: 'concurrency' | 'rate-limit' | 'debounce' | 'instance'
  /** As people read it, e.g. `customer=42`. */
  readonly key?: string
  /** How many are admitted before it, as things stand. */
  readonly ahead: number
  /** How many may run at once, and which do, ten at most. */
  readonly limit?: number
  readonly holders: readonly string[]
  /** When it begins, or joins the queue for a place. */
  readonly startsAt?: number
  /** For a rate limit. */
  readonly rate?: { readonly limit: number; readonly perMs: number }
  /** It was called by one that holds a place which it needs, and waits for it: none of the two goes on by itself. */
  readonly heldByCaller?: string
}

const mostHolders = 10

interface Options {
  readonly ports: Pick<RuntimePorts, 'store' | 'workflows'>
  readonly instance: Instance
}

/** From the rows: also where nothing of the lane is in memory. Undefined for what is not queued. */
export function createQueuePlaces({ ports, instance }: Options): (summary: ExecutionSummary) => Promise<QueuePlace | undefined> {
  const { lanes, executions } = ports.store

  return async (summary) => {
    const { account, workflowId, admission, dueAt } = summary
    if (admission === undefined || (admission.place !== 'queued' && admission.place !== 'delayed')) return undefined
    const { plan } = (await ports.workflows.get(account, workflowId)) ?? {}
    const { key, place } = admission
    const named = { ...(key !== undefined && { key }) }
    if (place === 'delayed')
      return { ...named, ...delay(plan?.admission), ahead: 0, holders: [], ...(dueAt !== undefined && { startsAt: dueAt }) }
    const ahead = await lanes.ahead(account, admission)
    const { held } = await lanes.members(account, admission.lane)
    const limit = plan?.admission?.concurrency?.limit
    const holders = held.slice(0, mostHolders)
    const isFull = limit !== undefined && held.length >= limit
    if (!isFull && Number.isFinite(instance.limit)) return { cause: 'instance', ...named, ahead, limit: instance.limit, holders }
    if (!isFull) return { cause: 'concurrency', ...named, ahead, holders }
    const heldByCaller = await callerAmong(summary, new Set(held))
    return { cause: 'concurrency', ...named, ahead, limit, holders, ...(heldByCaller !== undefined && { heldByCaller }) }
  }

  async function callerAmong({ account, parent }: ExecutionSummary, held: ReadonlySet<string>): Promise<string | undefined> {
    for (let above = parent; above !== undefined; above = (await executions.get(account, above.executionId))?.parent) {
      if (held.has(above.executionId)) return above.executionId
    }
    return undefined
  }
}

function delay(plan: AdmissionPlan | undefined): Pick<QueuePlace, 'cause' | 'rate'> {
  const { rateLimit } = plan ?? {}
  return rateLimit === undefined ? { cause: 'debounce' } : { cause: 'rate-limit', rate: { limit: rateLimit.limit, perMs: rateLimit.perMs } }
}
