import type { Command, ExecutionEvent, ExecutionState } from '@millrace/engine'
import { type ExecutionSummary, failPoint } from '@millrace/store'
import type { HiddenPath } from '../capture/hidden-paths.ts'
import type { Hider } from '../capture/hider.ts'
import type { FinishedExecution } from '../driver.ts'
import { depthHandedOn } from '../events/event-depth.ts'
import type { RuntimePorts } from '../ports.ts'
import type { AttemptOutcome, CallRequest, RunStep } from './attempt.ts'
import { failedCall, finishedCall } from './call-outcome.ts'
import { isHandling } from './failure.ts'

/**
 * Owns: the calls that one execution makes, from the first try to start the called one until it is known to go on by itself.
 * Invariants: C1 a called execution is started only when the wait for it is on disk, so its end always finds its caller.
 * C2 an execution does not go to sleep while a call is being made. C3 a store without room puts a call off and does not fail it;
 * nor does a driver that closes, for then nothing is told any more. C4 a called execution that is given up is created before its caller's
 * log says so, in the same write at the latest, or not at all: what the log's write calls off is there to be found.
 */
export interface Calls {
  /** Starts the called execution unless it exists, and tells its end if that has come. */
  await(command: AwaitExecution): void
  /** Starts a called execution that nobody waits for. */
  start(command: RunStep, outcome: StartCall): void
  /** One that was called has ended. */
  ended(step: string, end: FinishedExecution): void
  areBeingMade(): boolean
  /** One that was called has ended just now, and others are waited for still: a reason to stay awake. */
  areMoreExpected(): boolean
}

type AwaitExecution = Extract<Command, { type: 'await-execution' }>
type StartCall = Extract<AttemptOutcome, { type: 'start-call' }>

export interface CallHost {
  /** Starts the called execution unless it exists. `assertWanted` is asked in the turn in which its start is recorded. */
  startCall(caller: ExecutionSummary, call: CalledFrom, assertWanted?: () => void): Promise<void>
  /** Nobody waits for the called execution any more. */
  cancelCall(caller: ExecutionSummary, executionId: string): void
  /** The end of a called execution, or undefined while it goes on. */
  endOfCall(account: string, executionId: string): Promise<FinishedExecution | undefined>
}

export interface CalledFrom extends CallRequest {
  readonly step: string
  /** How many callers stand above the called one. */
  readonly depth: number
  /** Somebody hears of its end. */
  readonly isAwaited: boolean
  /** A failure that started an error workflow is somewhere above it. */
  readonly isHandling: boolean
  /** Where its inputs hold what the caller hides; left out where nowhere. */
  readonly hidden?: readonly HiddenPath[]
  /** How many events in a row have led to the caller. */
  readonly handedOn: ReturnType<typeof depthHandedOn>
}

export interface CallsOptions {
  readonly ports: Pick<RuntimePorts, 'clock' | 'random'>
  readonly state: ExecutionState
  readonly summary: ExecutionSummary
  readonly host: CallHost
  readonly hider?: Pick<Hider, 'placesIn'> | undefined
  /** False once nothing more may be begun. */
  isHere(): boolean
  recorded(): Promise<void>
  tell(event: ExecutionEvent): void
  readonly steps: { answered(command: RunStep, event: StartCall['event'] | ReturnType<typeof failedCall>): void }
  /** Nothing is being made any more. */
  rest(): void
}

/** What the store has refused for now. */
export const tryAgainMs = 1000
/**
 * After an end the next one is expected for so long. Whoever calls a thousand at once is woken by each of their ends, or by some at a
 * time: asleep in between, it would read its whole log at each, and ask again for all that it still waits for.
 */
export const expectMoreMs = 5_000

export function createCalls(caller: CallsOptions): Calls {
  const { ports, state, summary, host, hider } = caller
  /** Perhaps waited for still: execution ids by step. */
  const awaited = new Map<string, string>()
  let lastEndAt = Number.NEGATIVE_INFINITY
  let beingMade = 0

  function isAwaited(step: string, executionId: string): boolean {
    const { status, wait } = state.live.get(step) ?? {}
    return status === 'waiting' && wait?.type === 'call' && wait.executionId === executionId
  }

  /** Those at the front that are waited for no more are forgotten on the way, so that nobody goes through them again and again. */
  function isAnyAwaited(): boolean {
    for (const [step, executionId] of awaited) {
      if (isAwaited(step, executionId)) return true
      awaited.delete(step)
    }
    return false
  }

  function tellEnd(command: Pick<AwaitExecution, 'step' | 'attempt'>, end: FinishedExecution): void {
    lastEndAt = ports.clock.now()
    caller.tell(finishedCall(ports, command, end))
  }

  function standing({ inputs }: CallRequest): Pick<CalledFrom, 'depth' | 'isHandling' | 'handedOn' | 'hidden'> {
    const hidden = hider?.placesIn(inputs) ?? []
    return { ...standingOf(summary, state), ...(hidden.length > 0 && { hidden }) }
  }

  async function begin(command: AwaitExecution): Promise<void> {
    const { step, call } = command
    const isGivenUp = () => !isAwaited(step, call.executionId)
    const assertWanted = () => {
      if (isGivenUp()) throw new Error(`Step ${step} waits for execution ${call.executionId} no more.`)
    }
    try {
      await caller.recorded()
      if (!caller.isHere() || isGivenUp()) return
      failPoint('call-begun')
      await host.startCall(summary, { ...call, step, ...standing(call), isAwaited: true }, assertWanted)
      failPoint('call-started')
      if (isGivenUp()) {
        // While it was being recorded: whoever gave it up may not have found it yet. That counts once it is on disk.
        await caller.recorded()
        return host.cancelCall(summary, call.executionId)
      }
      const end = await host.endOfCall(summary.account, call.executionId)
      if (end !== undefined) tellEnd(command, end)
    } catch (error) {
      if (isGivenUp()) return
      if (isPassing(error)) return later(() => begin(command))
      caller.tell(failedCall(ports, command, error))
    }
  }

  async function startUnawaited(command: RunStep, outcome: StartCall): Promise<void> {
    if (!caller.isHere()) return
    try {
      await host.startCall(summary, { ...outcome.call, step: command.step, ...standing(outcome.call), isAwaited: false })
      caller.steps.answered(command, outcome.event)
    } catch (error) {
      if (isPassing(error)) return later(() => startUnawaited(command, outcome))
      caller.steps.answered(command, failedCall(ports, command, error))
    }
  }

  function later(again: () => Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      ports.clock.wakeAfter(tryAgainMs, () => resolve(again()))
    })
  }

  function make(call: Promise<void>): void {
    beingMade++
    void call.finally(() => {
      beingMade--
      if (beingMade === 0) caller.rest()
    })
  }

  return {
    await(command) {
      awaited.set(command.step, command.call.executionId)
      make(begin(command))
    },
    start: (command, outcome) => make(startUnawaited(command, outcome)),
    ended(step, end) {
      const waiting = state.live.get(step)
      if (waiting !== undefined && isAwaited(step, end.executionId)) tellEnd({ step, attempt: waiting.attempt }, end)
    },
    areBeingMade: () => beingMade > 0,
    areMoreExpected() {
      const sinceMs = ports.clock.now() - lastEndAt
      return sinceMs >= 0 && sinceMs < expectMoreMs && isAnyAwaited()
    },
  }
}

function standingOf(summary: ExecutionSummary, state: ExecutionState): Pick<CalledFrom, 'depth' | 'isHandling' | 'handedOn'> {
  return {
    depth: depthOf(summary, state) + 1,
    isHandling: isHandling(summary, state.trigger),
    handedOn: depthHandedOn(state.trigger),
  }
}

/** The start of a called execution says how many callers stand above it. What others bring with their trigger counts for nothing. */
function depthOf({ triggerType }: ExecutionSummary, { trigger }: ExecutionState): number {
  return triggerType === 'call' && typeof trigger.depth === 'number' ? trigger.depth : 0
}

/** Trouble that goes by itself. */
export function isPassing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === true
}
