import type { Command, ExecutionEvent, ExecutionState, Plan } from '@millrace/engine'
import { failPoint } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import type { AttemptOutcome, RunStep } from './attempt.ts'
import type { Attempts } from './attempts.ts'
import type { Calls } from './calls.ts'
import type { Ledger } from './ledger.ts'
import { runAttempt } from './run-attempt.ts'

/**
 * Owns: running the steps of one execution, each attempt from the command to the event it ends with.
 * Invariant: a step that reaches outside starts only when every event before it is on disk.
 */
export interface StepRunner {
  run(command: RunStep): void
  /** The attempt has this outcome, unless it counts no more. */
  answered(command: Pick<Extract<Command, { type: 'run-step' }>, 'step' | 'attempt'>, event: ExecutionEvent): void
}

export interface StepRunnerOptions {
  readonly ports: RuntimePorts
  readonly account: string
  readonly plan: Plan
  readonly state: ExecutionState
  readonly attempts: Attempts
  readonly ledger: Pick<Ledger, 'recorded' | 'isAllRecorded'>
  /** False once nothing more may be begun. */
  isHere(): boolean
  startCall: Calls['start']
  tell(event: ExecutionEvent): void
  crashed(error: unknown): void
}

export function createStepRunner(options: StepRunnerOptions): StepRunner {
  const { ports, account, plan, state, attempts, ledger, isHere, startCall, tell, crashed } = options

  function run(command: RunStep): void {
    attempts.begin(command.step, command.attempt)
    const effects = state.live.get(command.step)?.node.effects
    if (effects === 'pure' || effects === 'read' || ledger.isAllRecorded()) return begin(command)
    // Refused, the whole execution is given up: there is nobody left to tell.
    void ledger
      .recorded()
      .then(() => begin(command), ignore)
      .catch(crashed)
  }

  function begin(command: RunStep): void {
    const step = state.live.get(command.step)
    if (!isHere() || step === undefined || !attempts.isRunning(command.step, command.attempt)) return
    const { type } = step.node.definition
    const node = ports.nodeType(type)
    if (node === undefined)
      return crashed(new Error(`Step ${command.step} of execution ${state.executionId} has the node type ${type}, which is not installed.`))
    const signal = () => attempts.signalOf(command.step, command.attempt)
    if (step.node.effects !== 'pure') failPoint('step-begun')
    const outcome = runAttempt({ ports, account, plan, state, step, node, signal })
    if (outcome instanceof Promise) void outcome.then((result) => answeredLater(command, result)).catch(crashed)
    else ended(command, outcome)
  }

  function answeredLater(command: RunStep, outcome: AttemptOutcome): void {
    failPoint('step-answered')
    ended(command, outcome)
  }

  function ended(command: RunStep, outcome: AttemptOutcome): void {
    if (!isHere() || !attempts.isRunning(command.step, command.attempt)) return
    if (outcome.type === 'start-call') startCall(command, outcome)
    else answered(command, outcome)
  }

  function answered({ step, attempt }: Pick<RunStep, 'step' | 'attempt'>, event: ExecutionEvent): void {
    if (!attempts.isRunning(step, attempt)) return
    attempts.end(step)
    tell(event)
  }

  return { run, answered }
}

function ignore(): void {
  // What was rejected has been told to everyone who waits for it.
}
