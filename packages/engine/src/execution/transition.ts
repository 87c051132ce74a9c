import { assertNever } from '../assert-never.ts'
import type { Plan } from '../graph/plan.ts'
import type { Json } from '../json.ts'
import { activate, goOnWithAttempt, retry } from './activate.ts'
import { cancel, cutCleanUpShort, endCleanedUp } from './cancel.ts'
import { cancelInside, stopWork } from './cancel-section.ts'
import type { StepChange } from './change.ts'
import { closeCanceled } from './clean-up.ts'
import { countsDuration, moveTimers } from './clock-moved.ts'
import type { Command } from './command.ts'
import { endExecution } from './end-execution.ts'
import type { ExecutionEvent, ExecutionStarted, StepError, StepFailed, StepSucceeded, TimerFired } from './event.ts'
import { closeIteration, failIteration } from './for-each.ts'
import { closeLoopIteration, endPause, failLoopIteration } from './loop.ts'
import { standingCommands } from './resume.ts'
import { leaveStep, openSection, sectionResult } from './section.ts'
import { fail, failAttempt, succeed } from './settle.ts'
import { type ExecutionState, isActive, type SectionRun, type StepRun } from './state.ts'
import { goesOnInTest, readTest } from './test-run.ts'
import { closeTryPart, failTryPart } from './try.ts'
import { isSettled, startTimer, type Task, type Turn, timerNames } from './turn.ts'
import { beginWait, endWait, receiveSignal, waitsForSignal } from './wait.ts'

/** What follows from one event. */
export interface Transition {
  readonly commands: readonly Command[]
  /** Statuses that steps have entered, in order: for live views and the history, never for the flow. */
  readonly changes: readonly StepChange[]
}

/**
 * Owns: what follows from an event. Does not own: time, chance, storage, running nodes.
 * Pure but for `state`, which it changes in place. The rules are numbered in SPEC.md.
 * The caller has asked `accepts` first: an event that does not fit the state is a bug and throws.
 */
export function transition(plan: Plan, state: ExecutionState, event: ExecutionEvent): Transition {
  if (!accepts(state, event)) throw new Error(`Event ${event.type} does not fit the state of execution ${state.executionId}.`)
  const turn: Turn = { plan, state, at: event.at, commands: [], changes: [], agenda: [] }
  apply(turn, event)
  for (let next = 0; next < turn.agenda.length; next++) {
    if (state.status !== 'running') break
    const task = turn.agenda[next] as Task // `next` is below the length.
    const held = (state.queue ?? state.pause)?.held
    if (held !== undefined && begins(task)) held.push(task)
    else perform(turn, task)
  }
  return turn
}

/** Whether something new is begun by it, which an execution that is paused or has no place does not do. */
function begins(task: Task): boolean {
  return task.do === 'activate' || task.do === 'retry' || task.do === 'go-on'
}

/** Whether an event still counts: late outcomes of canceled or repeated attempts do not, nor does anything after the end. */
export function accepts(state: ExecutionState, event: ExecutionEvent): boolean {
  if (event.type === 'execution-started') return state.status === 'new'
  if (state.status !== 'running') return false
  switch (event.type) {
    case 'step-succeeded':
    case 'step-failed': {
      const step = state.live.get(event.step)
      return (
        step !== undefined &&
        (step.scope === undefined || event.taken?.given === true) &&
        step.attempt === event.attempt &&
        (step.status === 'running' || step.status === 'waiting')
      )
    }
    case 'step-waiting': {
      const step = state.live.get(event.step)
      return step !== undefined && step.scope === undefined && step.attempt === event.attempt && step.status === 'running'
    }
    case 'signal-received':
      return waitsForSignal(state.live.get(event.step), event.channel)
    case 'timer-fired':
      return state.timers.has(event.timer)
    case 'execution-admitted':
      return state.queue !== undefined
    case 'place-released':
      return state.queue === undefined && state.cancel === undefined
    case 'cancel-requested':
      if (event.only === 'queued' && state.root !== undefined) return false
      return event.mode === undefined || state.cancel === undefined
    case 'pause-requested':
      return state.pause === undefined && state.cancel === undefined
    case 'resume-requested':
      return state.pause !== undefined
    case 'clock-moved':
      return countsDuration(state)
    default:
      return assertNever(event)
  }
}

function apply(turn: Turn, event: ExecutionEvent): void {
  switch (event.type) {
    case 'execution-started':
      return start(turn, event)
    case 'step-succeeded':
      return stepSucceeded(turn, event)
    case 'step-failed':
      return stepFailed(turn, event)
    case 'step-waiting':
      return beginWait(turn, liveStep(turn, event.step), event.wait)
    case 'signal-received':
      return receiveSignal(turn, liveStep(turn, event.step), event)
    case 'timer-fired':
      return timerFired(turn, event)
    case 'execution-admitted':
      return admit(turn)
    case 'place-released':
      turn.state.queue = { held: [] }
      return
    case 'cancel-requested':
      return cancel(turn, event)
    case 'pause-requested':
      turn.state.pause = { held: [] }
      return
    case 'resume-requested':
      return resume(turn)
    case 'clock-moved':
      return moveTimers(turn, event.byMs)
    default:
      return assertNever(event)
  }
}

function perform(turn: Turn, task: Task): void {
  switch (task.do) {
    case 'activate':
      return activate(turn, task.step)
    case 'retry':
      return retry(turn, task.step)
    case 'go-on':
      return goOnWithAttempt(turn, task.step)
    case 'leave':
      if (turn.state.test !== undefined && !goesOnInTest(turn, turn.state.test, task.step)) return
      return leaveStep(turn, task.step)
    case 'fail':
      return fail(turn, task.step, task.error)
    case 'close-section':
      return closeSection(turn, task.run)
    case 'fail-section':
      return failSection(turn, task.run, task.error)
    default:
      return assertNever(task)
  }
}

function start(turn: Turn, event: ExecutionStarted): void {
  const { state } = turn
  state.status = 'running'
  state.executionId = event.executionId
  state.startedAt = event.at
  state.workflow = event.workflow
  state.trigger = { id: event.trigger.id, type: event.trigger.type, ...event.trigger.data }
  state.inputs = event.inputs
  state.vars = event.vars
  state.env = event.env
  if (event.replay?.items !== undefined) state.givenItems = event.replay.items
  if (event.test !== undefined) state.test = readTest(turn.plan, event.test)
  if (event.queued === true) state.queue = { input: event.trigger.data, held: [] }
  else begin(turn, event.trigger.data)
}

function begin(turn: Turn, input: Json): void {
  const { state, plan, at } = turn
  if (plan.timeoutMs !== undefined) startTimer(turn, timerNames.execution, at + plan.timeoutMs)
  state.root = openSection(turn, plan.root, { owner: undefined, prefix: '', input })
}

/** It begins, or what had to wait for a place does, in that order. */
function admit(turn: Turn): void {
  const { state } = turn
  const { input = null, held } = state.queue ?? { held: [] }
  state.queue = undefined
  if (state.root === undefined) return begin(turn, input)
  turn.commands.push(...standingCommands(state).filter(({ type }) => type === 'run-step'))
  turn.agenda.push(...held)
}

function liveStep(turn: Turn, path: string): StepRun {
  const step = turn.state.live.get(path)
  if (step === undefined) throw new Error(`Step ${path} is not live.`)
  return step
}

function stepFailed(turn: Turn, { step: path, error, random, taken }: StepFailed): void {
  const step = liveStep(turn, path)
  if (taken?.settles === true) turn.agenda.push({ do: 'fail', step, error })
  else failAttempt(turn, step, error, random)
}

function stepSucceeded(turn: Turn, event: StepSucceeded): void {
  const step = liveStep(turn, event.step)
  if (event.taken?.given === true) cancelInside(turn, step, 'the output of its scope was given')
  // While it is being canceled there is nothing to stop but the path: the others clean up, and it ends as canceled.
  const endsPath = event.stop !== undefined && (event.stop.only === 'path' || turn.state.cancel !== undefined)
  step.endsPath = endsPath
  succeed(turn, step, event.port, event.output)
  if (event.stop === undefined || endsPath) return
  const { status, message } = event.stop
  const error: StepError | undefined =
    status === 'failed'
      ? { code: 'STOPPED', class: 'fatal', message: message ?? 'The workflow stopped itself.', step: step.path }
      : undefined
  endExecution(turn, status, event.output, error)
}

function timerFired(turn: Turn, event: TimerFired): void {
  turn.state.timers.delete(event.timer)
  if (event.timer === timerNames.execution) {
    return endExecution(turn, 'timed_out', null, {
      code: 'EXECUTION_TIMEOUT',
      class: 'timeout',
      message: 'The execution took longer than settings.timeout allows.',
    })
  }
  if (event.timer === timerNames.cancel) return cutCleanUpShort(turn, turn.state.cancel)
  const separator = event.timer.indexOf(':')
  const step = liveStep(turn, event.timer.slice(separator + 1))
  switch (event.timer.slice(0, separator)) {
    case 'retry':
      turn.agenda.push({ do: 'retry', step })
      return
    case 'wait':
      return step.scope?.kind === 'loop' ? endPause(turn, step, step.scope) : endWait(turn, step, event)
    case 'timeout':
      return timeOut(turn, step, event)
    default:
      throw new Error(`Timer ${event.timer} is none of the engine's.`)
  }
}

/** What would have begun while it was paused begins now, in that order. */
function resume({ state, agenda }: Turn): void {
  agenda.push(...(state.pause?.held ?? []))
  state.pause = undefined
}

function timeOut(turn: Turn, step: StepRun, { random, taken }: TimerFired): void {
  stopWork(turn, step, 'the time was up')
  const error: StepError = {
    code: 'STEP_TIMEOUT',
    class: 'timeout',
    message: `${step.node.id} took longer than its timeout of ${step.node.definition.timeout} allows.`,
  }
  if (step.scope !== undefined || taken?.settles === true) turn.agenda.push({ do: 'fail', step, error })
  else failAttempt(turn, step, error, random)
}

function closeSection(turn: Turn, run: SectionRun): void {
  const { owner } = run
  const canceled = run.isCanceled ? turn.state.cancel : undefined
  if (owner === undefined) return canceled ? endCleanedUp(turn, canceled) : endExecution(turn, 'success', sectionResult(run), undefined)
  const scope = owner.scope
  if (scope === undefined || !isActive(scope, run) || isSettled(owner)) return
  if (canceled !== undefined) return closeCanceled(turn, owner, scope, run, canceled.error)
  switch (scope.kind) {
    case 'for-each':
      return closeIteration(turn, owner, scope, run)
    case 'loop':
      return closeLoopIteration(turn, owner, scope, run)
    case 'try':
      return closeTryPart(turn, owner, scope, run)
    default:
      return assertNever(scope)
  }
}

function failSection(turn: Turn, run: SectionRun, error: StepError): void {
  const { owner } = run
  if (owner === undefined || turn.state.test?.target?.alone) return endExecution(turn, 'failed', null, error)
  const scope = owner.scope
  if (scope === undefined || !isActive(scope, run) || isSettled(owner)) return
  switch (scope.kind) {
    case 'for-each':
      return failIteration(turn, owner, scope, run, error)
    case 'loop':
      return failLoopIteration(turn, owner, run, error)
    case 'try':
      return failTryPart(turn, owner, scope, run, error)
    default:
      return assertNever(scope)
  }
}
