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
  readonly summary: { readonly account: string }
  readonly plan: Plan
  readonly state: ExecutionState
  readonly attempts: Attempts
  readonly ledger: Pick<Ledger, 'recorded' | 'isAllRecorded'>
  /** False once nothing more may be begun. */
  isHere(): boolean
  calls(): Pick<Calls, 'start'>
  tell(event: ExecutionEvent): void
  crashed(error: unknown): void
}

export function createStepRunner(options: StepRunnerOptions): StepRunner {
  return new Steps(options)
}

/** A class for speed alone: each execution has one. */
class Steps implements StepRunner {
  private readonly of: StepRunnerOptions

  constructor(options: StepRunnerOptions) {
    this.of = options
  }

  run(command: RunStep): void {
    const { attempts, state, ledger } = this.of
    attempts.begin(command.step, command.attempt)
    const effects = state.live.get(command.step)?.node.effects
    if (effects === 'pure' || effects === 'read' || ledger.isAllRecorded()) return this.begin(command)
    // Refused, the whole execution is given up: there is nobody left to tell.
    void ledger
      .recorded()
      .then(() => this.begin(command), ignore)
      .catch((error) => this.of.crashed(error))
  }

  private begin(command: RunStep): void {
    const { ports, summary, plan, state, attempts } = this.of
    const step = state.live.get(command.step)
    if (!this.of.isHere() || step === undefined || !attempts.isRunning(command.step, command.attempt)) return
    const { type } = step.node.definition
    const node = ports.nodeType(type)
    if (node === undefined)
      return this.of.crashed(
        new Error(`Step ${command.step} of execution ${state.executionId} has the node type ${type}, which is not installed.`),
      )
    const signal = () => attempts.signalOf(command.step, command.attempt)
    if (step.node.effects !== 'pure') failPoint('step-begun')
    const outcome = runAttempt({ ports, account: summary.account, plan, state, step, node, signal })
    if (outcome instanceof Promise)
      void outcome.then((result) => this.answeredLater(command, result)).catch((error) => this.of.crashed(error))
    else this.ended(command, outcome)
  }

  private answeredLater(command: RunStep, outcome: AttemptOutcome): void {
    failPoint('step-answered')
    this.ended(command, outcome)
  }

  private ended(command: RunStep, outcome: AttemptOutcome): void {
    if (!this.of.isHere() || !this.of.attempts.isRunning(command.step, command.attempt)) return
    if (outcome.type === 'start-call') this.of.calls().start(command, outcome)
    else this.answered(command, outcome)
  }

  answered({ step, attempt }: Pick<RunStep, 'step' | 'attempt'>, event: ExecutionEvent): void {
    if (!this.of.attempts.isRunning(step, attempt)) return
    this.of.attempts.end(step)
    this.of.tell(event)
  }
}

function ignore(): void {
  // What was rejected has been told to everyone who waits for it.
}
