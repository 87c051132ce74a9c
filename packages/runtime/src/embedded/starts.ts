import { type ExecutionEvent, newExecution } from '@millrace/engine'
import { type ExecutionSummary, failPoint } from '@millrace/store'
import type { Admissions } from '../admission/admission.ts'
import type { StartedExecution, StartRequest } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import { workflowNotFound } from '../workflow-not-found.ts'
import type { PublishedWorkflow } from '../workflows.ts'
import { decidedEvents, decidedSummary, firstEvents } from './decided-start.ts'
import { executionKey } from './execution-key.ts'
import { ExecutionExists } from './ledger.ts'
import type { LiveExecution } from './live-execution.ts'
import type { LiveOptions } from './live-host.ts'
import { needsRecord } from './needs-record.ts'
import { type StartFacts, startFacts } from './start-facts.ts'
import type { ReadonlyTurnoverMap } from './turnover-map.ts'

/** What an execution is brought to memory with. */
export type Begun = Pick<LiveOptions, 'plan' | 'state' | 'summary' | 'isRecorded' | 'recordedEvents' | 'settlesLetter' | 'hider'>

/** `assertWanted` throws when it is not to be begun after all. */
export type Start = (request: StartRequest, assertWanted?: () => void) => Promise<StartedExecution>

export interface StartsOptions {
  readonly ports: RuntimePorts
  readonly live: ReadonlyTurnoverMap<LiveExecution>
  readonly admissions: Admissions
  open(begun: Begun): LiveExecution
  started(summary: ExecutionSummary, begun?: LiveExecution): StartedExecution
  assertOpen(): void
}

/**
 * Owns: how an execution begins. Does not own: whether there is a place for it (admission).
 * Invariants: S1 the same id is one execution, however many ask for it at once. S2 who is told of a start finds it on disk.
 */
export function createStarts({ ports, live, admissions, open, started, assertOpen }: StartsOptions): Start {
  /** Those under an id of the starter's that are on their way: a second one with the same id waits, and finds the first. */
  const starting = new Map<string, Promise<StartedExecution>>()

  function start(request: StartRequest, assertWanted?: () => void): Promise<StartedExecution> {
    const { executionId } = request
    return executionId === undefined ? startNew(request, ports.newId(), assertWanted) : startOnce(request, executionId, assertWanted)
  }

  async function startOnce(request: StartRequest, id: string, assertWanted?: () => void): Promise<StartedExecution> {
    const key = executionKey({ account: request.account, id })
    for (let other = starting.get(key); other !== undefined; other = starting.get(key)) await other.catch(ignore)
    const own = startUnlessKnown(request, id, assertWanted)
    starting.set(key, own)
    try {
      return await own
    } finally {
      starting.delete(key)
    }
  }

  async function startUnlessKnown(request: StartRequest, id: string, assertWanted?: () => void): Promise<StartedExecution> {
    assertOpen()
    const known = await ports.store.executions.get(request.account, id)
    if (known !== undefined) return started(known)
    return startNew(request, id, assertWanted)
  }

  async function startNew(request: StartRequest, id: string, assertWanted?: () => void): Promise<StartedExecution> {
    assertOpen()
    const { account, workflowId, version } = request
    const published = await ports.workflows.get(account, workflowId, version)
    if (published === undefined) throw workflowNotFound(workflowId, version)
    assertOpen()
    assertWanted?.()
    const execution =
      (request.executionId === undefined ? undefined : live.get(executionKey({ account, id }))) ??
      (request.test === undefined && admissions.limits(published)
        ? await beginLimited(published, request, id, assertWanted)
        : beginAtOnce(published, request, id))
    try {
      await execution.recorded()
    } catch (error) {
      const first = error instanceof ExecutionExists ? await ports.store.executions.get(account, id) : undefined
      if (first === undefined) throw error
      return started(first)
    }
    failPoint('start-recorded')
    return started(execution.summary, execution)
  }

  function beginAtOnce(published: PublishedWorkflow, request: StartRequest, id: string): LiveExecution {
    const { event, summary } = factsOf(published, request, id)
    return begin(published, request, summary, firstEvents(event, request))
  }

  async function beginLimited(
    published: PublishedWorkflow,
    request: StartRequest,
    id: string,
    assertWanted?: () => void,
  ): Promise<LiveExecution> {
    if (!needsRecord(published, request)) return beginAtOnce(published, request, id)
    const { event, summary } = factsOf(published, request, id)
    const decide = await admissions.prepare(published, request, { event, summary })
    assertOpen()
    assertWanted?.()
    const decision = decide()
    const events = decidedEvents(event, request, decision, ports.clock.now())
    const execution = begin(published, request, decidedSummary(summary, decision), events)
    // On disk by then is also what it replaces. Whoever waits for this start hears when it fails.
    execution.recorded().then(() => admissions.recorded(decision, execution.summary), ignore)
    return execution
  }

  function factsOf(published: PublishedWorkflow, request: StartRequest, executionId: string): StartFacts {
    return startFacts(ports, published, { ...request, executionId }, request.replay?.taken[0]?.at ?? ports.clock.now())
  }

  function begin(
    { plan, workflow }: PublishedWorkflow,
    request: StartRequest,
    summary: ExecutionSummary,
    events: readonly ExecutionEvent[],
  ): LiveExecution {
    const isRecorded = needsRecord({ workflow }, request)
    const hider = isRecorded ? ports.capture?.hiderFor(request.account, workflow, events) : undefined
    const execution = open({
      plan,
      state: newExecution(),
      summary,
      isRecorded,
      recordedEvents: 0,
      hider,
      settlesLetter: request.settlesLetter,
    })
    const [only, ...others] = events
    if (only !== undefined && others.length === 0) execution.tell(only)
    else execution.begin(events)
    failPoint('start-begun')
    return execution
  }

  return start
}

function ignore(): void {
  // Whoever made the start hears of it.
}
