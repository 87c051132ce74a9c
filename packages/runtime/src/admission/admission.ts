import { type AdmissionPlan, defaultPriority, type ExecutionEvent } from '@millrace/engine'
import type { ExecutionSummary, Place } from '@millrace/store'
import type { StartRequest } from '../driver.ts'
import type { Deliver } from '../embedded/delivery.ts'
import type { StartFacts } from '../embedded/start-facts.ts'
import type { RuntimePorts } from '../ports.ts'
import type { PublishedWorkflow } from '../workflows.ts'
import { createAdmit, type Instance } from './admit.ts'
import { type Decision, decide } from './decide.ts'
import { createGates, gateName } from './gates.ts'
import { evaluateKey, type KeyFacts, laneName } from './lane-key.ts'
import { createLanes } from './lanes.ts'
import { createQueuePlaces, type QueuePlace } from './queue-place.ts'

/**
 * Owns: whether a start may begin, and who begins when there is room again. Does not own: the course of an execution.
 * Invariants: A1 the rows are the truth; what is here follows from them, after a crash too. A2 no more hold a place in a lane than its limit.
 * A3 nobody is queued where there is room, for longer than it takes to admit one.
 */
export interface Admissions {
  /** False for a workflow without limits: its starts have nothing to do with any of this. */
  limits(published: PublishedWorkflow): boolean
  /** Makes ready what the decision needs, and gives it to be made: then it must be carried out in the same turn. Throws `KEY_INVALID`. */
  prepare(
    published: PublishedWorkflow,
    request: Pick<StartRequest, 'account' | 'priority' | 'replayOf'>,
    facts: StartFacts,
  ): Promise<() => Decision>
  /** A start that was decided is on disk: whom it replaces hears of that. */
  recorded(decision: Decision, summary: ExecutionSummary): void
  /** What a write has put on disk. */
  placed(summary: ExecutionSummary, place: Place | null): void
  /** It was never recorded. */
  failed(summary: ExecutionSummary): void
  /** It has been brought back to memory, and goes on; it has left memory. */
  taken(summary: ExecutionSummary): void
  left(summary: ExecutionSummary): void
  /** Its time has come, if another start has not replaced it: then it is canceled, and this resolves with false. */
  mayArrive(summary: ExecutionSummary): Promise<boolean>
  /** Takes up the queues that a dead process has left. */
  resume(): Promise<void>
  placeOf(summary: ExecutionSummary): Promise<QueuePlace | undefined>
}

export interface AdmissionOptions {
  readonly ports: Pick<RuntimePorts, 'store' | 'workflows' | 'clock' | 'onTrouble' | 'environment' | 'maxRunning' | 'capture'>
  readonly deliver: Deliver
  isClosed(): boolean
}

/** What holds where only this process is limited. */
const unlimited: AdmissionPlan = { priority: defaultPriority }

export function createAdmissions({ ports, deliver, isClosed }: AdmissionOptions): Admissions {
  const { store, workflows, clock, onTrouble } = ports
  const instance: Instance = { limit: ports.maxRunning ?? Number.POSITIVE_INFINITY, running: new Set() }
  const isInstanceLimited = instance.limit < Number.POSITIVE_INFINITY
  const lanes = createLanes(ports)
  const gates = createGates(store)
  const admit = createAdmit({ ports, lanes, instance, admit: admitOne, giveWay, supersede, isClosed })
  workflows.onPublished(({ id }) => void refresh(id).catch(onTrouble))

  async function admitOne(account: string, id: string): Promise<boolean> {
    const delivered = await deliver(account, id, () => ({ type: 'execution-admitted', at: clock.now() }))
    return delivered === 'recorded' || delivered === 'refused'
  }

  async function giveWay(account: string, id: string, newest: string): Promise<void> {
    const reason = `canceled to make room for execution ${newest}`
    await cancel(account, id, { mode: 'cooperative', reason })
  }

  async function supersede(account: string, id: string, newest: string): Promise<void> {
    await cancel(account, id, { only: 'queued', code: 'SUPERSEDED', reason: `superseded by execution ${newest}` })
  }

  async function cancel(
    account: string,
    id: string,
    more: Omit<Extract<ExecutionEvent, { type: 'cancel-requested' }>, 'type' | 'at'>,
  ): Promise<void> {
    await deliver(account, id, () => ({ type: 'cancel-requested', at: clock.now(), ...more }))
  }

  async function refresh(workflowId: string): Promise<void> {
    gates.forget(workflowId)
    for (const lane of lanes.ofWorkflow(workflowId)) {
      await lanes.refresh(lane)
      admit.look(lane)
    }
  }

  async function prepare(
    { plan: { admission: plan = unlimited }, workflow }: PublishedWorkflow,
    { account, priority = plan.priority, replayOf }: Pick<StartRequest, 'account' | 'priority' | 'replayOf'>,
    { event, summary: { id, workflowId } }: StartFacts,
  ): ReturnType<Admissions['prepare']> {
    const seen: KeyFacts = { ...event, vars: { ...workflow.vars, ...ports.environment.vars } }
    const cover = ports.capture?.coverKeys(account, workflow, event)
    const key = evaluateKey('concurrency', plan.concurrency?.key, seen, cover)
    const isReplay = replayOf !== undefined
    const gate = gateOf(seen)
    const name = laneName(workflowId, key)
    for (;;) {
      await lanes.open(account, name)
      if (gate !== undefined) await gates.open(account, gate.name, plan)
      if (lanes.get(account, name) !== undefined && (gate === undefined || gates.isOpen(account, gate.name))) break
    }
    return () => {
      const lane = lanes.get(account, name)
      if (lane === undefined) throw new Error(`Lane ${name} is not open.`)
      const hasInstanceRoom = instance.running.size < instance.limit
      const now = clock.now()
      const facts = { account, id, workflowId, now, plan, priority, isReplay, lane, key, gate, hasInstanceRoom }
      const decision = decide(facts, gates)
      if (decision.type === 'begins' && isInstanceLimited) instance.running.add(id)
      return decision
    }

    function gateOf(facts: KeyFacts) {
      // A debounce would let a replay take the place of the newest start, or one replay that of another.
      const kind = plan.rateLimit ? 'rate' : plan.debounce && !isReplay ? 'debounce' : undefined
      if (kind === undefined) return undefined
      const own = evaluateKey(kind === 'rate' ? 'rateLimit' : 'debounce', (plan.rateLimit ?? plan.debounce)?.key, facts, cover)
      return { name: gateName(workflowId, kind, own?.value), key: own }
    }
  }

  function changed(lane: ReturnType<typeof lanes.placed>): void {
    if (lane !== undefined && !isClosed()) admit.look(lane)
  }

  /** A lane that nobody was in has somebody queued: one that has left its place and needs one again. */
  async function lookAt(account: string, name: string): Promise<void> {
    await lanes.open(account, name)
    changed(lanes.get(account, name))
  }

  return {
    limits: ({ plan: { admission } }) =>
      isInstanceLimited || (admission !== undefined && (admission.concurrency ?? admission.rateLimit ?? admission.debounce) !== undefined),
    prepare,
    recorded(decision, { account, id }) {
      if (decision.type === 'queued' && decision.replaces !== undefined) supersede(account, decision.replaces, id).catch(onTrouble)
    },
    placed(summary, place) {
      if (place !== 'delayed') gates.settled(summary)
      const { account, admission } = summary
      const isKnown = admission === undefined || lanes.get(account, admission.lane) !== undefined
      changed(lanes.placed(summary, place))
      if (!isKnown && place === 'queued') lookAt(account, admission.lane).catch(onTrouble)
    },
    failed(summary) {
      gates.settled(summary)
      changed(lanes.forget(summary))
    },
    taken: ({ id }) => void (isInstanceLimited && instance.running.add(id)),
    left({ id }) {
      if (isInstanceLimited && instance.running.delete(id)) admit.lookAtAll()
    },
    async mayArrive(summary) {
      const newest = await gates.supersededBy(summary)
      if (newest === undefined) return true
      await supersede(summary.account, summary.id, newest)
      return false
    },
    async resume() {
      for (const { account, lane } of await store.lanes.withQueue()) await lookAt(account, lane)
    },
    placeOf: createQueuePlaces({ ports, instance }),
  }
}
