import type { StepChange } from '../execution/change.ts'
import type { Command } from '../execution/command.ts'
import type { ExecutionEvent, ExecutionStarted, StepError, Stop, Wait } from '../execution/event.ts'
import { type AwaitedSignal, awaitedSignals, standingCommands } from '../execution/resume.ts'
import { type ExecutionState, newExecution } from '../execution/state.ts'
import { accepts, transition } from '../execution/transition.ts'
import type { Plan } from '../graph/plan.ts'
import type { Json, JsonObject } from '../json.ts'

/** How a step of a simulated execution ends. */
export type Outcome =
  | { readonly output?: Json; readonly port?: string; readonly stop?: Stop }
  | { readonly error: Partial<StepError> }
  | WaitOutcome
  /** Never answers: only a timer or a cancel ends it. */
  | { readonly hangs: true }

interface WaitOutcome {
  readonly wait: Wait
  /** A called execution succeeds next, a signal comes, unless this is set: then only a timer or a cancel ends the wait. */
  readonly isSilent?: boolean
  /** For `again`: what comes of that run; left out, the answer is asked for once more. */
  readonly comesTo?: Outcome
  /** For `signal`: what comes. */
  readonly signal?: { readonly data: Json; readonly port?: string; readonly by?: string }
}

export interface Simulation {
  /** What the node does; by default it succeeds on its first port with its id as output. */
  readonly answer?: (step: string, node: string, attempt: number, memory: Json | undefined) => Outcome
  /** Picks which pending thing happens next, from 0 to count - 1; by default the first. */
  readonly pick?: (count: number) => number
  /** Called before a step is answered. */
  readonly onRun?: (step: string, state: ExecutionState) => void
  readonly trigger?: JsonObject
  readonly inputs?: JsonObject
  readonly vars?: JsonObject
  readonly random?: number
  /** Events that come from outside, by the number of events before them; one that does not fit does not come. */
  readonly interrupt?: (eventCount: number) => Interrupt | undefined
  readonly maxEvents?: number
  /** What the log begins with, instead of a start of its own. */
  readonly begins?: readonly ExecutionEvent[]
  /** Whether it has no place when it starts. */
  readonly isQueued?: boolean
}

/**
 * `set-clock` sets it an hour forward. `cancel` ends the execution at once, `clean-up` cooperatively; `drop` only while it is queued; `release` takes its place, `admit` gives it one. An execution that can
 * do nothing more because it is paused or has no place is resumed or admitted in the end.
 */
export type Interrupt = 'cancel' | 'clean-up' | 'pause' | 'resume' | 'release' | 'admit' | 'set-clock' | 'drop'

export interface Simulated {
  readonly state: ExecutionState
  readonly log: readonly ExecutionEvent[]
  readonly commands: readonly Command[]
  readonly changes: readonly StepChange[]
}

/** Runs a plan in virtual time with scripted nodes: each command is answered in an order that `pick` chooses. */
export function simulate(plan: Plan, simulation: Simulation = {}): Simulated {
  const { answer = () => ({}), pick = () => 0, maxEvents = 100_000 } = simulation
  const state = newExecution()
  const log: ExecutionEvent[] = []
  const commands: Command[] = []
  const changes: StepChange[] = []
  let now = simulation.begins?.[0]?.at ?? 1_000

  function tell(event: ExecutionEvent): void {
    log.push(event)
    const result = transition(plan, state, event)
    commands.push(...result.commands)
    changes.push(...result.changes)
  }

  for (const event of simulation.begins ?? [startOf(plan, simulation)]) tell(event)
  while (state.status === 'running') {
    if (log.length > maxEvents) throw new Error(`No end after ${maxEvents} events.`)
    const interrupt = simulation.interrupt?.(log.length)
    if (interrupt !== undefined && accepts(state, requestOf(interrupt))) {
      tell(requestOf(interrupt))
      continue
    }
    const pending = [...standingCommands(state), ...awaitedSignals(state).map(signalCommand)].filter((command) => !isSilent(command))
    const steps = pending.filter((command) => command.type !== 'start-timer')
    const next = steps.length > 0 ? steps[pick(steps.length)] : earliestTimer(pending)
    const wanted = state.queue !== undefined ? 'admit' : state.pause !== undefined ? 'resume' : undefined
    if (next === undefined && wanted !== undefined) {
      tell(requestOf(wanted))
      continue
    }
    if (next === undefined) throw new Error(`Stalled: ${JSON.stringify([...state.live.keys()])}`)
    now = next.type === 'start-timer' ? Math.max(now, next.dueAt) : now + 1
    const event = eventFor(next)
    if (accepts(state, event)) tell(event)
  }
  return { state, log, commands, changes }

  function requestOf(interrupt: Interrupt): ExecutionEvent {
    if (interrupt === 'set-clock') return { type: 'clock-moved', at: now, byMs: 3_600_000 }
    if (interrupt === 'clean-up') return { type: 'cancel-requested', at: now, mode: 'cooperative' }
    if (interrupt === 'drop') return { type: 'cancel-requested', at: now, only: 'queued' }
    if (interrupt === 'release') return { type: 'place-released', at: now }
    if (interrupt === 'admit') return { type: 'execution-admitted', at: now }
    return { type: `${interrupt}-requested`, at: now }
  }

  function isSilent(command: Pending): boolean {
    if (command.type === 'run-step') return 'hangs' in answerTo(command)
    if (command.type !== 'await-execution' && command.type !== 'signal') return false
    const outcome = answer(command.step, state.live.get(command.step)?.node.id ?? '', command.attempt, undefined)
    return 'isSilent' in outcome && outcome.isSilent === true
  }

  function signalFor({ step, attempt }: Extract<Pending, { type: 'signal' }>): ExecutionEvent {
    const outcome = answer(step, state.live.get(step)?.node.id ?? '', attempt, undefined) as Partial<WaitOutcome> // It waits.
    return { type: 'signal-received', at: now, step, data: 'signaled', ...outcome.signal }
  }

  function answerTo({ step, node, attempt }: Extract<Command, { type: 'run-step' }>): Outcome {
    const memory = state.live.get(step)?.memory
    const outcome = answer(step, node, attempt, memory)
    const { comesTo } = outcome as Partial<WaitOutcome> // Only a wait's outcome has it.
    return memory !== undefined && comesTo !== undefined ? comesTo : outcome
  }

  function eventFor(command: Pending): ExecutionEvent {
    if (command.type === 'signal') return signalFor(command)
    if (command.type === 'start-timer') return { type: 'timer-fired', at: now, timer: command.timer, random: simulation.random ?? 0 }
    if (command.type === 'await-execution')
      return {
        type: 'step-succeeded',
        at: now,
        step: command.step,
        attempt: command.attempt,
        startedAt: now,
        port: 'success',
        output: 'called',
      }
    if (command.type !== 'run-step') throw new Error(`Unexpected standing command ${command.type}`)
    simulation.onRun?.(command.step, state)
    const outcome = answerTo(command)
    const base = { at: now, step: command.step, attempt: command.attempt, startedAt: now }
    if ('error' in outcome) {
      return {
        ...base,
        type: 'step-failed',
        error: { code: 'TEST', class: 'retryable', message: 'failed as told', ...outcome.error },
        random: simulation.random ?? 0,
      }
    }
    if ('wait' in outcome) return { ...base, type: 'step-waiting', wait: outcome.wait }
    if ('hangs' in outcome) throw new Error('A hanging step was asked to end.')
    const port = outcome.port ?? plan.nodes.get(command.node)?.ports[0] ?? 'success'
    return {
      ...base,
      type: 'step-succeeded',
      port,
      output: outcome.output === undefined ? command.step : outcome.output,
      ...(outcome.stop && { stop: outcome.stop }),
    }
  }
}

function startOf(plan: Plan, { trigger, inputs, vars, isQueued }: Simulation): ExecutionStarted {
  return {
    type: 'execution-started',
    at: 1_000,
    executionId: 'e1',
    workflow: { id: plan.workflow.id, version: 1 },
    trigger: { id: 'manual', type: 'manual', data: trigger ?? {} },
    inputs: inputs ?? {},
    vars: vars ?? {},
    env: {},
    ...(isQueued === true && { queued: true }),
  }
}

type Pending = Command | { readonly type: 'signal'; readonly step: string; readonly attempt: number }

function signalCommand({ step, attempt }: AwaitedSignal): Pending {
  return { type: 'signal', step, attempt }
}

function earliestTimer(pending: readonly Pending[]): Command | undefined {
  let earliest: Extract<Command, { type: 'start-timer' }> | undefined
  for (const command of pending)
    if (command.type === 'start-timer' && (earliest === undefined || command.dueAt < earliest.dueAt)) earliest = command
  return earliest
}

/** Folds a log from the start. */
export function fold(plan: Plan, log: Iterable<ExecutionEvent>): Omit<Simulated, 'log'> {
  const state = newExecution()
  const commands: Command[] = []
  const changes: StepChange[] = []
  for (const event of log) {
    const result = transition(plan, state, event)
    commands.push(...result.commands)
    changes.push(...result.changes)
  }
  return { state, commands, changes }
}

/** The state as text, for comparing byte for byte. */
export function stateText(state: ExecutionState): string {
  return JSON.stringify(state, (key, value: unknown) => {
    if (key === 'node') return (value as { id: string }).id // A step's plan node, named by its id.
    if (key === 'section' || key === 'run' || key === 'owner') return undefined
    if (key === 'arrivals') return (value as { path: string }[]).map((step) => step.path)
    if (value instanceof Map) return [...value]
    if (value instanceof Set) return [...value]
    return value
  })
}
