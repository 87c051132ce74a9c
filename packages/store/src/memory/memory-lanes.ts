import type { ExecutionSummary } from '../execution-store.ts'
import type { Admission, LaneStore, Place } from '../lane-store.ts'
import type { MemoryRows, Row } from './memory-rows.ts'

type Admitted = ExecutionSummary & { readonly admission: Admission }

export function createMemoryLanes({ accounts, unfinished }: MemoryRows): LaneStore {
  function inLane(account: string, lane: string, place: Place): readonly Admitted[] {
    const all = [...unfinished].map(({ summary }) => summary).filter(hasAdmission)
    return all.filter((one) => one.account === account && one.admission.lane === lane && one.admission.place === place)
  }

  return {
    async members(account, lane) {
      const [held, queued] = [inLane(account, lane, 'held'), inLane(account, lane, 'queued')]
      // In the order of the index that other stores walk: the same must happen on each of them.
      const ids = (members: readonly Admitted[]) => members.toSorted(byTurn).map(({ id }) => id)
      const times = [...held, ...queued].map(({ admission }) => admission.queuedAt).sort((a, b) => b - a)
      return { held: ids(held), queued: ids(queued), ...(times[0] !== undefined && { lastQueuedAt: times[0] }) }
    },

    async queued(account, lane, limit) {
      return [...inLane(account, lane, 'queued')].sort(byTurn).slice(0, limit).map(copy)
    },

    async ahead(account, { lane, priority, queuedAt }) {
      return inLane(account, lane, 'queued').filter((one) => comesBefore(one.admission, { priority, queuedAt })).length
    },

    async withQueue() {
      const lanes = new Map<string, { account: string; lane: string }>()
      for (const { summary } of unfinished) {
        const { account, admission } = summary
        if (admission?.place === 'queued') lanes.set(JSON.stringify([account, admission.lane]), { account, lane: admission.lane })
      }
      return [...lanes.values()]
    },

    async lastAtGate(account, gate, limit) {
      const all = [...(accounts.get(account)?.values() ?? [])].map(({ summary }: Row) => summary).filter(hasAdmission)
      const through = all.filter(({ admission }) => admission.gate === gate)
      return through
        .sort((a, b) => b.admission.queuedAt - a.admission.queuedAt)
        .slice(0, limit)
        .map(copy)
    },
  }
}

function hasAdmission(summary: ExecutionSummary): summary is Admitted {
  return summary.admission !== undefined
}

function byTurn({ admission: a }: Admitted, { admission: b }: Admitted): number {
  return b.priority - a.priority || a.queuedAt - b.queuedAt
}

function comesBefore(one: Pick<Admission, 'priority' | 'queuedAt'>, other: Pick<Admission, 'priority' | 'queuedAt'>): boolean {
  return one.priority > other.priority || (one.priority === other.priority && one.queuedAt < other.queuedAt)
}

function copy(summary: Admitted): ExecutionSummary {
  return structuredClone(summary)
}
