import {
  accepts,
  assertNever,
  type Command,
  type ExecutionEvent,
  type ExecutionState,
  type ExecutionStatus,
  type HttpResponse,
  isIdle,
  nextDue,
  type Plan,
  standingCommands,
  transition,
} from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { FinishedExecution, LiveMessage } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import { failedCall, finishedCall } from './call-outcome.ts'
import { createLedger, type Standing, type Written } from './ledger.ts'
import type { Recorder } from './recorder.ts'
import { type AttemptOutcome, type CallRequest, type RunStep, runAttempt } from './run-attempt.ts'

/**
 * Owns: one execution while it is in memory. Events come in through `tell`; what they ask for is done; what they change is recorded.
 * Does not own: which executions are in memory (the driver), what is on disk (the ledger), any rule (the engine).
 * Invariants: X1 a step that reaches outside starts only when every event before it is on disk. X2 nothing is shown or answered
 * before it is on disk. X3 once it has left, nothing more happens to it here.
 */
export interface LiveExecution {
  readonly summary: ExecutionSummary
  /** Set once the end is on disk. */
  readonly end: FinishedExecution | undefined
  /** Set once the answer of a `respond` step is on disk. */
  readonly response: HttpResponse | undefined
  recorded(): Promise<void>
  tell(event: ExecutionEvent): void
  /** Takes up what stood when the log ended. */
  takeUp(): void
  /** A called execution has ended: asks each one that is awaited. */
  checkCalls(): Promise<void>
  /** Aborts what runs and forgets it; the log stays as it is, for whoever takes it up next. */
  abandon(): void
}

export interface LiveOptions {
  readonly ports: RuntimePorts
  readonly recorder: Recorder
  readonly fence: number
  readonly plan: Plan
  readonly state: ExecutionState
  readonly summary: ExecutionSummary
  /** How many events are on disk; 0 for one that must be created. */
  readonly recordedEvents: number
  readonly host: LiveHost
}

/** What an execution asks of the driver that holds it. */
export interface LiveHost {
  show(message: LiveMessage): void
  /** Starts the called execution unless it exists. */
  startCall(caller: ExecutionSummary, step: string, call: CallRequest): Promise<void>
  /** The end of a called execution, or undefined while it goes on. */
  endOfCall(account: string, executionId: string): Promise<FinishedExecution | undefined>
  responded(id: string, response: HttpResponse): void
  ended(end: FinishedExecution): void
  /** It cannot be recorded. */
  failed(id: string, error: unknown): void
  /** It has left memory: at its end, asleep until `dueAt`, or given up. */
  left(summary: ExecutionSummary, dueAt: number | undefined): void
}

/** Timers nearer than this are waited for in memory: going to sleep costs a write, and waking up a read of the whole log. */
const keepAwakeMs = 10_000
/** After so many commands in one go the event loop gets a turn. */
const commandsPerTurn = 500

export function createLiveExecution({ ports, recorder, fence, plan, state, summary, recordedEvents, host }: LiveOptions): LiveExecution {
  /** The attempts that run, with what aborts them once somebody has asked for the signal. */
  const attempts = new Map<string, AbortController | undefined>()
  const agenda: Command[] = []
  let next = 0
  let isWorking = false
  let isAsleep = false
  let hasLeft = false
  let lastAt = summary.startedAt
  let stopAlarm: (() => void) | undefined
  let end: FinishedExecution | undefined
  let response: HttpResponse | undefined

  const ledger = createLedger({ recorder, fence, summary, recordedEvents, standing, onWritten, onRefused: giveUp })

  function tell(event: ExecutionEvent): void {
    if (hasLeft || !accepts(state, event)) return
    isAsleep = false
    lastAt = event.at
    const { commands, changes } = transition(plan, state, event)
    ledger.add(event, changes)
    for (const command of commands) agenda.push(command)
    work()
  }

  /** Performs what is asked for; nodes that answer at once add to it. No recursion, however long the chain. */
  function work(): void {
    if (isWorking) return
    isWorking = true
    for (const turnEnd = next + commandsPerTurn; next < agenda.length; next++) {
      if (next >= turnEnd) return void setImmediate(goOn)
      perform(agenda[next] as Command) // `next` is below the length.
    }
    agenda.length = 0
    next = 0
    isWorking = false
    rest()
  }

  function goOn(): void {
    isWorking = false
    if (!hasLeft) work()
  }

  function perform(command: Command): void {
    switch (command.type) {
      case 'run-step':
        return runStep(command)
      case 'cancel-step':
        return abort(command.step)
      case 'await-execution':
        return void awaitCall(command)
      case 'end-execution':
        return abortAll('The execution ended.')
      case 'start-timer':
      case 'cancel-timer':
        return // `rest` looks at all timers when the turn is over.
      default:
        return assertNever(command)
    }
  }

  function runStep(command: RunStep): void {
    attempts.set(command.step, undefined)
    const effects = state.live.get(command.step)?.node.effects
    if (effects === 'pure' || effects === 'read' || ledger.isAllRecorded()) return begin(command)
    // Refused, the whole execution is given up: there is nobody left to tell.
    void ledger.recorded().then(() => begin(command), ignore)
  }

  function begin(command: RunStep): void {
    const step = state.live.get(command.step)
    if (hasLeft || step === undefined || !isCurrent(command)) return
    const node = ports.nodeType(step.node.definition.type)
    if (node === undefined)
      throw new Error(
        `Step ${command.step} of execution ${summary.id} has the node type ${step.node.definition.type}, which is not installed.`,
      )
    const outcome = runAttempt({ ports, account: summary.account, plan, state, step, node, signal: () => signalOf(command.step) })
    if (outcome instanceof Promise) void outcome.then((result) => ended(command, result))
    else ended(command, outcome)
  }

  function isCurrent({ step, attempt }: RunStep): boolean {
    return attempts.has(step) && state.live.get(step)?.attempt === attempt
  }

  function ended(command: RunStep, outcome: AttemptOutcome): void {
    if (hasLeft || !isCurrent(command)) return
    if (outcome.type === 'start-call') return void startCall(command, outcome)
    attempts.delete(command.step)
    tell(outcome)
  }

  async function startCall(command: RunStep, { call, event }: Extract<AttemptOutcome, { type: 'start-call' }>): Promise<void> {
    try {
      await host.startCall(summary, command.step, call)
      ended(command, event)
    } catch (error) {
      ended(command, failedCall(ports, command, error))
    }
  }

  async function awaitCall(command: Extract<Command, { type: 'await-execution' }>): Promise<void> {
    // The wait is on disk first, so a called execution that ends always finds its caller waiting.
    await ledger.recorded().catch(ignore)
    if (hasLeft) return
    try {
      await host.startCall(summary, command.step, command.call)
      const end = await host.endOfCall(summary.account, command.call.executionId)
      if (end !== undefined) tell(finishedCall(ports, command, end))
    } catch (error) {
      tell(failedCall(ports, command, error))
    }
  }

  function signalOf(step: string): AbortSignal {
    if (!attempts.has(step)) return AbortSignal.abort(new Error('The step was canceled.'))
    const controller = attempts.get(step) ?? new AbortController()
    attempts.set(step, controller)
    return controller.signal
  }

  function abort(step: string): void {
    attempts.get(step)?.abort(new Error('The step was canceled.'))
    attempts.delete(step)
  }

  function abortAll(reason: string): void {
    for (const controller of attempts.values()) controller?.abort(new Error(reason))
    attempts.clear()
  }

  /** The turn is over: sets the alarm, or goes to sleep when nothing is near. */
  function rest(): void {
    stopAlarm?.()
    stopAlarm = undefined
    if (hasLeft || isOver(state)) return
    const due = nextDue(state)
    const isNear = due !== undefined && due - ports.clock.now() <= keepAwakeMs
    if (isNear || !isIdle(state)) {
      if (due !== undefined) stopAlarm = ports.clock.wakeAt(due, fireTimers)
      return
    }
    isAsleep = true
    ledger.touch()
  }

  function fireTimers(): void {
    const now = ports.clock.now()
    for (const [timer, dueAt] of [...state.timers]) if (dueAt <= now) tell({ type: 'timer-fired', at: now, timer, random: ports.random() })
    rest()
  }

  function standing(): Standing {
    if (isOver(state)) return { status: state.status, finishedAt: lastAt, ...(state.error && { error: state.error }) }
    if (!isAsleep) return { status: 'running' }
    const dueAt = nextDue(state)
    return { status: 'waiting', ...(dueAt !== undefined && { dueAt }) }
  }

  function onWritten(written: Written): void {
    const {
      position,
      standing: { status },
      events,
      changes,
    } = written
    end = endOf(status)
    const { account, id: executionId, workflowId } = summary
    host.show({
      position,
      account,
      executionId,
      workflowId,
      status,
      at: events.at(-1)?.at ?? lastAt,
      changes,
      ...(end && { result: end.result, ...(end.error && { error: end.error }) }),
    })
    for (const event of events) if (event.type === 'step-succeeded' && event.response !== undefined) answer(event.response)
    if (end !== undefined) finish(end)
    else if (status === 'waiting') void fallAsleep(written.standing.dueAt)
  }

  function endOf(written: ExecutionStatus): FinishedExecution | undefined {
    if (!isOver(state) || written !== state.status) return undefined
    return {
      executionId: summary.id,
      status: state.status,
      result: state.result,
      startedAt: summary.startedAt,
      finishedAt: lastAt,
      ...(state.error && { error: state.error }),
    }
  }

  function answer(first: HttpResponse): void {
    if (response !== undefined) return
    response = first
    host.responded(summary.id, first)
  }

  function finish(reached: FinishedExecution): void {
    host.ended(reached)
    leave(undefined)
  }

  async function fallAsleep(dueAt: number | undefined): Promise<void> {
    // A call may have ended while the sleep was being written, and then it has woken nobody: ask once more.
    await checkCalls()
    if (isAsleep && ledger.isAllRecorded()) leave(dueAt)
  }

  async function checkCalls(): Promise<void> {
    for (const command of standingCommands(state)) if (!hasLeft && command.type === 'await-execution') await awaitCall(command)
  }

  function giveUp(error: unknown): void {
    abortAll('The execution was given up.')
    host.failed(summary.id, error)
    leave(undefined)
  }

  function leave(dueAt: number | undefined): void {
    if (hasLeft) return
    hasLeft = true
    stopAlarm?.()
    ledger.close()
    host.left(summary, dueAt)
  }

  return {
    summary,
    get end() {
      return end
    },
    get response() {
      return response
    },
    recorded: ledger.recorded,
    tell,
    checkCalls,
    takeUp() {
      for (const command of standingCommands(state)) agenda.push(command)
      fireTimers()
      work()
    },
    abandon() {
      abortAll('The process is closing.')
      leave(undefined)
    },
  }
}

function isOver(state: ExecutionState): state is ExecutionState & { status: FinishedExecution['status'] } {
  return state.status !== 'new' && state.status !== 'running'
}

function ignore(): void {
  // What was rejected has been told to everyone who waits for it.
}
