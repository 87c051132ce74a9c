import { isFinal } from '@millrace/engine'
import { type ExecutionSummary, failPoint } from '@millrace/store'
import { createAdmissions } from '../admission/admission.ts'
import type { Driver, FinishedExecution, LiveMessage, StartedExecution, StartRequest } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import { endEvent, isEndHeard } from '../events/end-event.ts'
import { missedMessages } from '../missed-messages.ts'
import type { RuntimePorts } from '../ports.ts'
import { createReplays } from '../replays/replay-execution.ts'
import { openWaitAt, openWaits } from '../waiting/open-wait.ts'
import { createAudience } from './audience.ts'
import { type CalledFrom, isPassing, tryAgainMs } from './calls.ts'
import { createClockMoves } from './clock-moves.ts'
import { createControl } from './control.ts'
import { createDelivery } from './delivery.ts'
import { endWhenFatal } from './end-when-fatal.ts'
import { executionKey } from './execution-key.ts'
import { isFailure } from './failure.ts'
import { createFailureHandlers } from './failure-handlers.ts'
import { createLiveExecution, type LiveExecution } from './live-execution.ts'
import type { Ending, LiveHost } from './live-host.ts'
import { createLoader, type Loaded } from './loader.ts'
import { recordedEnd } from './recorded-outcome.ts'
import { createRecorder } from './recorder.ts'
import { createRevive } from './revive.ts'
import { createSignals } from './signals.ts'
import { startedExecution } from './started-execution.ts'
import { type Begun, createStarts } from './starts.ts'
import { createSweeper } from './sweeper.ts'
import { createTurnoverMap } from './turnover-map.ts'
import { createTurns } from './turns.ts'

/** So many executions may stand above a called one: a workflow that calls itself must come to an end. */
const deepestCall = 25

/**
 * Runs executions in this process, on the store it is given.
 * Owns: which executions are in memory, and who is told of what. Does not own: one execution's course (live-execution), bringing
 * back those that must go on (sweeper, loader), the disk (recorder), the rules (engine).
 */
export async function createEmbeddedDriver(given: RuntimePorts): Promise<Driver> {
  const ports: RuntimePorts = { ...given, ...endWhenFatal(given) }
  const { store, clock } = ports
  const fence = await store.executions.nextFence()
  const recorder = createRecorder(ports)
  const turns = createTurns(clock.now)
  const live = createTurnoverMap<LiveExecution>()
  const listeners = new Set<(message: LiveMessage) => void>()
  const audience = createAudience()
  const parts = { ports, audience, live }
  const failures = createFailureHandlers(ports, fence)
  const takeUp = createLoader({ ports, turns, fence, failures, open: goOn, isClosed: () => isClosed, onCrashed })
  const sweeper = createSweeper({ ports, fence, takeUp: takeUpDue })
  const clockMoves = createClockMoves({ ports, live, takeUp })
  let isClosed = false
  const deliver = createDelivery({ ports, live, takeUp, assertOpen })
  const control = createControl({ ports, live, deliver })
  const admissions = createAdmissions({ ports, deliver, isClosed: () => isClosed })
  const start = createStarts({ ports, live, admissions, open, started, assertOpen })

  const host: LiveHost = {
    show,
    followUp,
    startCall,
    cancelCall,
    endOfCall: (account, id) => recordedEnd(ports, account, id),
    responded: audience.tellResponse,
    ended: audience.tellEnd,
    placed: admissions.placed,
    failed(key, summary, error) {
      audience.tellFailure(key, error)
      if (summary.admission !== undefined) admissions.failed(summary)
    },
    left(key, summary, { dueAt, end, isFollowed }) {
      live.delete(key)
      admissions.left(summary)
      if (dueAt !== undefined) sweeper.lookAt(dueAt)
      if (end !== undefined) tellCaller(summary, end)
      else failPoint('execution-left')
      if (isFollowed === true) ports.events?.nudge()
      if (isFollowed === true && !isClosed) void sweeper.sweep()
    },
  }

  function open(begun: Begun): LiveExecution {
    const key = executionKey(begun.summary)
    const execution = createLiveExecution({ ports, recorder, turns, fence, host, key, ...begun })
    live.set(key, execution)
    if (begun.recordedEvents === 0) clockMoves.begun(key)
    return execution
  }

  function started(summary: ExecutionSummary, begun?: LiveExecution): StartedExecution {
    return startedExecution(parts, summary, begun)
  }

  function goOn({ tellFirst, ...loaded }: Loaded): void {
    const execution = open({ ...loaded, isRecorded: true })
    if (loaded.state.queue === undefined) admissions.taken(loaded.summary)
    // Before its timers are looked at: what seems due may not be.
    clockMoves.takenUp(execution.key, execution)
    execution.takeUp(() => {
      if (loaded.summary.calledOff === true) callOff(execution)
      tellFirst?.(execution)
    })
  }

  /** The process may have died, or the store not answered, between the write that gave it up and the cancel that follows. */
  function callOff(execution: LiveExecution): void {
    const reason = waitedForNoMore(execution.summary.parent?.executionId)
    execution.tell({ type: 'cancel-requested', at: clock.now(), mode: 'cooperative', reason })
  }

  async function startCall(caller: ExecutionSummary, call: CalledFrom, assertWanted?: () => void): Promise<void> {
    const { executionId, workflow, version, inputs, step, depth, isAwaited, isHandling, handedOn, hidden } = call
    if (depth > deepestCall) throw callTooDeep(workflow)
    const standing = {
      depth,
      ...handedOn,
      ...(!isAwaited && { awaited: false }),
      ...(isHandling && { handling: true }),
      ...(hidden && { hidden }),
    }
    const request: StartRequest = {
      account: caller.account,
      workflowId: workflow,
      executionId,
      trigger: { id: 'call', type: 'call', data: { inputs, executionId: caller.id, step, ...standing } },
      inputs,
      parent: { executionId: caller.id, step },
      ...(version !== undefined && { version }),
      ...(caller.isTest && { test: {} }),
    }
    await start(request, assertWanted)
  }

  /** Until it is on disk: the row of the called one says it too, but nobody looks at that before a start or the next time that is due. */
  function cancelCall(caller: ExecutionSummary, id: string): void {
    if (isClosed) return
    failPoint('call-off')
    const canceling = control.cancel(caller.account, id, { reason: waitedForNoMore(caller.id) })
    canceling.catch((error) => {
      if (isClosed) return
      ports.onTrouble(error)
      if (isPassing(error)) clock.wakeAfter(tryAgainMs, () => cancelCall(caller, id))
    })
  }

  /** The caller hears of it at once if it is in memory; else the row that the end has made due says so. */
  function tellCaller({ account, parent }: ExecutionSummary, end: FinishedExecution): void {
    if (parent === undefined) return
    failPoint('call-ended')
    const caller = live.get(executionKey({ account, id: parent.executionId }))
    if (caller !== undefined) caller.callEnded(parent.step, end)
    else if (!isClosed) void sweeper.sweep()
  }

  function onCrashed(summary: ExecutionSummary, end: FinishedExecution): void {
    audience.tellEnd(executionKey(summary), end)
    if (summary.admission !== undefined) admissions.placed(summary, null)
    tellCaller(summary, end)
  }

  function takeUpDue(summary: ExecutionSummary): ReturnType<typeof takeUp> | { readonly type: 'in-hand' } {
    const inHand = live.get(executionKey(summary))
    if (inHand === undefined) return summary.admission?.place === 'delayed' ? takeUpDelayed(summary) : takeUp(summary)
    if (summary.calledOff === true) callOff(inHand)
    if (summary.dueAt !== undefined) inHand.lookAgain(summary.dueAt)
    return { type: 'in-hand' }
  }

  async function takeUpDelayed(summary: ExecutionSummary): ReturnType<typeof takeUp> {
    try {
      return (await admissions.mayArrive(summary)) ? await takeUp(summary) : { type: 'gone' }
    } catch (error) {
      ports.onTrouble(error)
      return { type: 'failed', error }
    }
  }

  /** Without an error workflow and a listener, which is nearly always, there is nothing to look up. */
  function followUp({ summary, plan, state, hider, end }: Ending): ReturnType<LiveHost['followUp']> {
    const { status, finishedAt, error } = end
    if (finishedAt === undefined || !isFinal(status)) return 'nothing'
    const handler = isFailure(status) ? (plan.workflow.settings?.onFailure ?? ports.failureWorkflow) : undefined
    const isHeard = isEndHeard(ports, { summary, status })
    if (handler === undefined && !isHeard) return 'nothing'
    const failure = { summary, finishedAt, status, error }
    const shown = hider === undefined ? state.result : hider.result(state.result)
    const result = status === 'crashed' ? null : shown
    const workflowName = plan.workflow.name ?? summary.workflowId
    const told = isHeard ? { emits: [endEvent({ ...failure, workflowName, trigger: state.trigger, result })] } : {}
    if (handler === undefined) return told
    return failures.creationFor(failure, state.trigger).then((follow) => ({ ...told, ...(follow && { follow }) }))
  }

  function assertOpen(): void {
    if (isClosed) throw closed()
  }

  /** A listener must not throw; one that does harms no execution. */
  function show(message: LiveMessage): void {
    for (const listener of listeners) {
      try {
        listener(message)
      } catch (error) {
        ports.onTrouble(error)
      }
    }
  }

  function subscribe(listener: (message: LiveMessage) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  async function resume(): Promise<number> {
    const count = await sweeper.sweepLeft()
    await sweeper.sweep()
    await admissions.resume()
    return count
  }

  async function close(): Promise<void> {
    isClosed = true
    clockMoves.close()
    sweeper.close()
    for (const execution of live.values()) execution.park()
    await recorder.settled()
    for (const execution of live.values()) execution.abandon(closed())
    recorder.close()
    audience.close(closed())
  }

  return {
    start,
    async find(account, id) {
      const summary = await store.executions.get(account, id)
      return summary && started(summary, live.get(executionKey({ account, id })))
    },
    replay: createReplays(ports, turns, start),
    ...control,
    ...createSignals(ports, deliver),
    waits: async (of) =>
      'token' in of ? [await openWaitAt(ports, of.token)].flatMap((wait) => wait ?? []) : openWaits(ports, of.account, of.executionId),
    revive: createRevive({ ports, fence, live, takeUp }),
    queuePlace: async (account, id) => {
      const summary = await store.executions.get(account, id)
      return summary && admissions.placeOf(summary)
    },
    presence: (account, id) => ({ isInMemory: live.has(executionKey({ account, id })), heldUp: recorder.heldUp() }),
    subscribe,
    missed: (account, position, limit) => missedMessages(ports, account, position, limit),
    resume,
    close,
  }
}

function closed(): RuntimeError {
  return new RuntimeError('CLOSED', 'The server is shutting down: try again when it is back.')
}

function waitedForNoMore(caller = ''): string {
  return `Execution ${caller}, which called it, waits for it no more.`
}

function callTooDeep(workflow: string): RuntimeError {
  const message = `Workflow ${workflow} is called by ${deepestCall} workflows that each wait for or started the next: does it call itself? End the chain, or loop with for-each or loop.`
  return new RuntimeError('CALL_TOO_DEEP', message)
}
