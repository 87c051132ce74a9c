import type { AdmissionPlan } from '@millrace/engine'
import type { ExecutionSummary, Store } from '@millrace/store'
import { createKeyedCache } from './keyed-cache.ts'
import { after } from './order.ts'

type RateLimit = NonNullable<AdmissionPlan['rateLimit']>
type Debounce = NonNullable<AdmissionPlan['debounce']>

/**
 * Owns: when a start may begin that a rate limit counts or a debounce puts off. Does not own: whether there is a place for it then.
 * What has come through a gate stands in the rows of the executions; this remembers the last of it.
 */
export interface Gates {
  /** Makes the gate ready: what follows is told at once. */
  open(account: string, name: string, plan: Pick<AdmissionPlan, 'rateLimit' | 'debounce'>): Promise<void>
  isOpen(account: string, name: string): boolean
  /** When a start at this time may begin: at once, or when the oldest of those that count is `per` ago. */
  nextSlot(account: string, name: string, limit: RateLimit, now: number): number
  /** Counts a start, which begins at this time. Returns its place in the order. */
  takeSlot(account: string, name: string, at: number): number
  /** A start that others may still replace, in place of the one that it replaces. */
  putOff(account: string, name: string, debounce: Debounce, start: { readonly id: string; readonly now: number }): PutOff
  /** It is put off no more: it goes on, or has ended. */
  settled(summary: ExecutionSummary): void
  /** Another start has come through the gate after it. */
  supersededBy(summary: ExecutionSummary): Promise<string | undefined>
  /** The limits have changed: what is remembered is read again. */
  forget(workflowId: string): void
}

export interface PutOff {
  readonly queuedAt: number
  readonly dueAt: number
  readonly replaces?: string
}

interface Gate {
  readonly workflowId: string
  readonly name: string
  readonly account: string
  /** So long after the last start it tells no more than its rows. */
  readonly keepMs: number
  /** When the last starts began or will begin, the oldest first: as many as the limit counts. */
  readonly slots: number[]
  /** The start that others may still replace; `queuedAt` is close to when the first of them came. */
  pending?: { readonly id: string; readonly queuedAt: number } | undefined
}

/** So many gates are kept before those that nobody needs are looked for. */
const firstLook = 1000

export function createGates({ lanes }: Pick<Store, 'lanes'>): Gates {
  const gates = createKeyedCache<Gate>()
  let count = 0
  let nextLook = firstLook

  async function load(account: string, name: string, { rateLimit, debounce }: Parameters<Gates['open']>[2]): Promise<Gate> {
    const last = await lanes.lastAtGate(account, name, rateLimit?.limit ?? 1)
    const [newest] = last
    const slots = last.flatMap(({ admission }) => admission?.queuedAt ?? []).reverse()
    const isPending = debounce !== undefined && newest?.admission?.place === 'delayed'
    count++
    return {
      account,
      name,
      keepMs: rateLimit?.perMs ?? 0,
      workflowId: name.slice(0, name.indexOf('/')),
      slots,
      ...(isPending && { pending: { id: newest.id, queuedAt: newest.admission.queuedAt } }),
    }
  }

  function gateAt(account: string, name: string): Gate {
    const gate = gates.get(keyOf(account, name))
    if (gate === undefined) throw new Error(`The gate ${name} is not open.`)
    return gate
  }

  function remove({ account, name }: Gate): void {
    gates.delete(keyOf(account, name))
    count--
  }

  /** Each time that they have doubled, so that it costs little for each start. */
  function removeOld(now: number): void {
    if (count < nextLook) return
    for (const gate of [...gates.values()]) {
      if (gate.pending === undefined && (gate.slots.at(-1) ?? 0) + gate.keepMs < now) remove(gate)
    }
    nextLook = Math.max(firstLook, 2 * count)
  }

  return {
    open: (account, name, plan) => gates.ensure(keyOf(account, name), () => load(account, name, plan)),
    isOpen: (account, name) => gates.get(keyOf(account, name)) !== undefined,
    nextSlot(account, name, { limit, perMs }, now) {
      const { slots } = gateAt(account, name)
      if (slots.length > limit) slots.splice(0, slots.length - limit)
      const first = slots.length < limit ? undefined : slots[0]
      return first === undefined || first + perMs <= now ? now : first + perMs
    },
    takeSlot(account, name, at) {
      const { slots } = gateAt(account, name)
      const slot = after(slots.at(-1) ?? Number.NEGATIVE_INFINITY, at)
      slots.push(slot)
      removeOld(at)
      return slot
    },
    putOff(account, name, { delayMs, maxDelayMs = Number.POSITIVE_INFINITY }, { id, now }) {
      const gate = gateAt(account, name)
      const { pending, slots } = gate
      const queuedAt =
        pending === undefined ? after(slots.at(-1) ?? Number.NEGATIVE_INFINITY, now) : after(pending.queuedAt, pending.queuedAt)
      const dueAt = Math.min(now + delayMs, Math.max(now, Math.floor(queuedAt + maxDelayMs)))
      gate.pending = { id, queuedAt }
      slots.splice(0, slots.length, queuedAt)
      removeOld(now)
      return { queuedAt, dueAt, ...(pending && { replaces: pending.id }) }
    },
    settled({ id, account, admission }) {
      const gate = admission?.gate === undefined ? undefined : gates.get(keyOf(account, admission.gate))
      if (gate?.pending?.id === id) gate.pending = undefined
    },
    async supersededBy({ id, account, admission }) {
      if (admission?.gate === undefined || !admission.gate.includes('/debounce')) return undefined
      const [newest] = await lanes.lastAtGate(account, admission.gate, 1)
      return newest === undefined || newest.id === id ? undefined : newest.id
    },
    forget(workflowId) {
      for (const gate of [...gates.values()]) if (gate.workflowId === workflowId && gate.pending === undefined) remove(gate)
    },
  }
}

/** Of a workflow: what a rate limit counts by, or a debounce replaces within. */
export function gateName(workflowId: string, kind: 'rate' | 'debounce', value: string | undefined): string {
  return `${workflowId}/${kind}${value === undefined ? '' : `:${value}`}`
}

function keyOf(account: string, name: string): string {
  return `${account}\n${name}`
}
