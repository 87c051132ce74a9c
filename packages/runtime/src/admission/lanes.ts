import type { AdmissionPlan } from '@millrace/engine'
import { type ExecutionSummary, type Place, StoreError } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import { createKeyedCache } from './keyed-cache.ts'
import { workflowOfLane } from './lane-key.ts'

/** Those that share a limit of how many run at once, while any of them runs or is queued. */
export interface Lane {
  readonly account: string
  readonly name: string
  readonly workflowId: string
  limit: number
  onLimit: NonNullable<AdmissionPlan['concurrency']>['onLimit']
  /** Those that run, and those for which a place is kept, in the order in which they got it. */
  readonly held: Set<string>
  readonly queued: Set<string>
  /** They have a place, but their rows do not say so yet. */
  readonly coming: Set<string>
  /** They run, and are being canceled to make room. */
  readonly giving: Set<string>
  /** The greatest `queuedAt` in it: what comes next comes after that, whatever the clock says. */
  lastQueuedAt: number
  /** The first of the queue, as the store has told them. */
  next: ExecutionSummary[] | undefined
}

/**
 * Owns: who holds a place in which lane, and who is queued, as the rows say it. Does not own: who is admitted when.
 * Invariants: what the rows say comes in with each write, in their order, and may come twice. A lane that is not here has no queue.
 */
export interface Lanes {
  /** Makes the lane ready; it may be gone again when the caller looks. */
  open(account: string, name: string): Promise<void>
  get(account: string, name: string): Lane | undefined
  /** What a write has put on disk. Undefined where the lane is not here. */
  placed(summary: ExecutionSummary, place: Place | null): Lane | undefined
  /** It never came to be. */
  forget(summary: ExecutionSummary): Lane | undefined
  /** Drops the lane if nobody is in it. */
  release(lane: Lane): void
  ofWorkflow(workflowId: string): readonly Lane[]
  /** Reads the limit of the newest version. */
  refresh(lane: Lane): Promise<void>
}

type Ports = Pick<RuntimePorts, 'store' | 'workflows' | 'onTrouble'>

export function createLanes({ store, workflows, onTrouble }: Ports): Lanes {
  const lanes = createKeyedCache<Lane>()
  const laneOf = ({ account, admission }: ExecutionSummary): Lane | undefined => admission && lanes.get(keyOf(account, admission.lane))

  async function load(account: string, name: string): Promise<Lane> {
    const workflowId = workflowOfLane(name)
    const limits = await limitsOf(account, workflowId)
    const { held, queued, lastQueuedAt = Number.NEGATIVE_INFINITY } = await store.lanes.members(account, name)
    return {
      account,
      name,
      workflowId,
      ...limits,
      held: new Set(held),
      queued: new Set(queued),
      coming: new Set(),
      giving: new Set(),
      lastQueuedAt,
      next: undefined,
    }
  }

  async function limitsOf(account: string, workflowId: string): Promise<Pick<Lane, 'limit' | 'onLimit'>> {
    try {
      const published = await workflows.get(account, workflowId)
      // Unpublished, and what was queued before still has its turn.
      if (published === undefined) return oneAtATime
      const { limit = Number.POSITIVE_INFINITY, onLimit = 'queue' } = published.plan.admission?.concurrency ?? {}
      return { limit, onLimit }
    } catch (error) {
      if (error instanceof StoreError) throw error
      // The newest version cannot be read any more.
      onTrouble(error)
      return oneAtATime
    }
  }

  return {
    open: (account, name) => lanes.ensure(keyOf(account, name), () => load(account, name)),
    get: (account, name) => lanes.get(keyOf(account, name)),
    placed(summary, place) {
      const lane = laneOf(summary)
      if (lane !== undefined) return put(lane, summary.id, place)
      const { account, admission } = summary
      // What is read of the lane at this moment may be from before.
      if (admission !== undefined) lanes.whenLoaded(keyOf(account, admission.lane), (loaded) => void put(loaded, summary.id, place))
      return undefined
    },
    forget(summary) {
      const lane = laneOf(summary)
      if (lane === undefined) return undefined
      lane.held.delete(summary.id)
      leave(lane, summary.id)
      return lane
    },
    release(lane) {
      if (lane.held.size === 0 && lane.queued.size === 0 && lane.coming.size === 0) lanes.delete(keyOf(lane.account, lane.name))
    },
    ofWorkflow: (workflowId) => [...lanes.values()].filter((lane) => lane.workflowId === workflowId),
    async refresh(lane) {
      Object.assign(lane, await limitsOf(lane.account, lane.workflowId))
    },
  }
}

/** The lane, if it may have room now, or somebody has come into its queue. */
function put(lane: Lane, id: string, place: Place | null): Lane | undefined {
  // Somebody has it in hand already, and its row will say so next.
  if (place === 'delayed' || (place === 'queued' && lane.coming.has(id))) return undefined
  if (place === 'held') {
    lane.queued.delete(id)
    lane.held.add(id)
    return undefined
  }
  lane.held.delete(id)
  lane.next = undefined
  if (place === 'queued') lane.queued.add(id)
  else leave(lane, id)
  return lane
}

function leave(lane: Lane, id: string): void {
  lane.queued.delete(id)
  lane.giving.delete(id)
}

function keyOf(account: string, name: string): string {
  return `${account}\n${name}`
}

/** Keeps every limit, and the queue moves. */
const oneAtATime = { limit: 1, onLimit: 'queue' } as const
