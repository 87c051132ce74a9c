import type { Effects, ExecutionStatus, Json, Plan, StepError, StepRecord } from '@millrace/engine'
import type { Plannable, Rehearsal } from './rehearsal.ts'
import type { RehearsedWorkflow } from './rehearsed-workflow.ts'

/** What `run --dry-run --json` prints. */
export interface DryReport {
  readonly workflow: string
  readonly status: 'success' | 'failed'
  /** Steps that were run. */
  readonly ran: readonly { readonly step: string; readonly type: string }[]
  /** Steps that were not, with what they would have been run with; secrets are masked. */
  readonly wouldRun: readonly WouldRun[]
  /** Steps behind those. */
  readonly notReached: readonly { readonly step: string; readonly type: string }[]
  readonly failed: readonly { readonly step: string; readonly type: string; readonly error: StepError }[]
}

export interface WouldRun {
  readonly step: string
  readonly type: string
  /** `wait` and `call`: it would have waited, or started another workflow. */
  readonly kind: Plannable['kind']
  readonly effect: Effects
  readonly params: Json
}

interface Rehearsed {
  readonly plan: Plan
  readonly status: ExecutionStatus
  readonly error?: StepError
  readonly steps: readonly StepRecord[]
  readonly rehearsal: Pick<Rehearsal, 'planned' | 'isBehind' | 'isTouched'>
  readonly rehearsed: Omit<RehearsedWorkflow, 'workflow'>
}

export function dryReport({ plan, status, error, steps, rehearsal, rehearsed }: Rehearsed): DryReport {
  const { planned, isBehind, isTouched } = rehearsal
  const named = ({ step, type }: StepRecord) => ({ step, type })
  const behind = steps.filter(({ step }) => !planned.has(step) && isBehind(step))
  const others = steps.filter(({ step }) => !planned.has(step) && !isBehind(step))
  const failedScopes = steps.filter((one) => one.status === 'failed').flatMap(({ step }) => [`${step}.`, `${step}[`])
  // A scope in which something was not run may fail for want of it.
  const failed = others.flatMap((record) =>
    record.error === undefined || isTouched(record.step) || rehearsed.cut.has(record.node) || !counts(record)
      ? []
      : [{ ...named(record), error: record.error }],
  )

  /** A failure that the workflow itself deals with is none: one inside a scope counts when the scope has failed by it. */
  function counts({ node, step, status: end }: StepRecord): boolean {
    if (end === 'success' || end === 'skipped') return false
    return status !== 'success' || rehearsed.lenient.has(node) || failedScopes.some((scope) => step.startsWith(scope))
  }

  const isBroken = status === 'canceled' || status === 'timed_out' || (status === 'failed' && error?.step === undefined)
  return {
    workflow: plan.workflow.id,
    status: failed.length > 0 || isBroken ? 'failed' : 'success',
    ran: others.filter(({ status: end }) => end === 'success').map(named),
    wouldRun: steps.flatMap((record) => {
      const what = planned.get(record.step)
      return what === undefined ? [] : [{ ...named(record), ...what, params: record.input ?? {} }]
    }),
    notReached: behind.map(named),
    failed,
  }
}
