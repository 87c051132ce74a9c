import type { AttemptRecord, ExecutionEvent, ExecutionHistory, ExecutionStarted, LogLine, StepError, StepRecord } from '@millrace/engine'
import type { FinishedExecution, OpenWait, ToldReason } from '@millrace/runtime'
import type { ExecutionSummary } from '@millrace/store'
import type { z } from 'zod'
import { type Budget, withPreviews } from '../preview.ts'
import { approvalOf } from '../waiting/approval.ts'
import { askedFormOf } from '../waiting/receive-form.ts'
import type { executionDetail, executionSummary, finishedExecution, step } from './execution-schema.ts'
import { isoTime } from './iso-time.ts'
import { executionReasonView, stepReasonView } from './wait-reason-view.ts'

/** A line of the history, as the API shows it. */
export function summaryView(
  { account: _, calledOff: __, ...summary }: ExecutionSummary,
  reason?: ToldReason,
): z.infer<typeof executionSummary> {
  const { startedAt, finishedAt, dueAt, error, canceling, admission, ...rest } = summary
  return {
    ...rest,
    ...(canceling && finishedAt === undefined && { canceling }),
    startedAt: isoTime(startedAt),
    ...(finishedAt !== undefined && { finishedAt: isoTime(finishedAt), durationMs: Math.max(0, finishedAt - startedAt) }),
    ...(dueAt !== undefined && { dueAt: isoTime(dueAt) }),
    ...(error && { error: withoutStack(error) }),
    ...(admission && { priority: admission.priority, ...(admission.key !== undefined && { key: admission.key }) }),
    ...(reason && { waitsFor: executionReasonView(reason) }),
  }
}

interface Sources {
  readonly summary: ExecutionSummary
  /** Read from `log`. */
  readonly history: ExecutionHistory
  readonly log: readonly ExecutionEvent[]
  readonly budget: Budget
  readonly waits: readonly OpenWait[]
  readonly reason: ToldReason | undefined
  readonly now: number
  /** Those that run it again. */
  readonly replays: readonly ExecutionSummary[]
}

/** Everything there is to see of an execution: the history, derived from its log. */
export function detailView({ summary, history, log, budget, waits, reason, now, replays }: Sources): z.infer<typeof executionDetail> {
  const { result, error, controls, steps } = history
  const started = log.find((event) => event.type === 'execution-started')
  const detail = {
    ...summaryView(summary),
    ...(started && startedView(started, budget)),
    ...(error && { error }),
    ...(reason && { waitsFor: executionReasonView(reason, waits) }),
    result,
    controls: controls.map(({ at, ...control }) => ({ ...control, at: isoTime(at) })),
    steps: steps.map((record) => {
      const wait = waits.find(({ step }) => step === record.step)
      return { ...stepView(record, budget), ...waitingView(wait), ...stepReasonView(record, summary.status, wait, now) }
    }),
  }
  return withPreviews({ ...detail, ...replaysView(started, replays) }, ['result', 'inputs'], budget)
}

function replaysView(
  started: ExecutionStarted | undefined,
  replays: readonly ExecutionSummary[],
): Pick<z.infer<typeof executionDetail>, 'replayFrom' | 'replays'> {
  const from = started?.replay?.from
  const views = replays.map(({ id, status, startedAt }) => ({ executionId: id, status, startedAt: isoTime(startedAt) }))
  return { ...(from !== undefined && { replayFrom: from }), ...(views.length > 0 && { replays: views }) }
}

type StartedEvent = Extract<ExecutionEvent, { type: 'execution-started' }>
type StartedView = Pick<z.infer<typeof executionDetail>, 'trigger' | 'inputs' | 'hides'>

function startedView({ trigger, inputs, shown }: StartedEvent, budget: Budget): StartedView {
  return { trigger: withPreviews(trigger, ['data'], budget), inputs, ...(shown?.hides && { hides: [...shown.hides] }) }
}

/** One step, but for what it waits for. */
export function stepView(record: StepRecord, budget: Budget): z.infer<typeof step> {
  const { startedAt, finishedAt, until, attempts, logs, hides, waitsFor: _, ...rest } = withPreviews(record, ['input', 'output'], budget)
  return {
    ...rest,
    startedAt: isoTime(startedAt),
    ...(finishedAt !== undefined && { finishedAt: isoTime(finishedAt) }),
    ...(until !== undefined && { until: isoTime(until) }),
    ...(hides && { hides: [...hides] }),
    attempts: attempts.map((attempt, index) =>
      attemptView(attempt, attempts[index + 1]?.startedAt ?? (rest.status === 'retrying' ? until : undefined)),
    ),
    logs: logs.map(logLineView),
  }
}

function waitingView(wait: OpenWait | undefined): Pick<z.infer<typeof step>, 'waiting'> {
  if (wait === undefined) return {}
  const { event, url } = wait
  return { waiting: { for: kindOf(wait), ...(event !== undefined && { event }), ...(url !== undefined && { url }) } }
}

function kindOf(wait: OpenWait): 'event' | 'call' | 'approval' | 'form' {
  if (wait.event !== undefined) return 'event'
  if (approvalOf(wait) !== undefined) return 'approval'
  return askedFormOf(wait) === undefined ? 'call' : 'form'
}

/** `nextAt` is when the attempt after it began, or will. */
function attemptView(
  { startedAt, finishedAt, ...rest }: AttemptRecord,
  nextAt: number | undefined,
): z.infer<typeof step>['attempts'][number] {
  return {
    ...rest,
    startedAt: isoTime(startedAt),
    ...(finishedAt !== undefined && { finishedAt: isoTime(finishedAt) }),
    ...(finishedAt !== undefined && nextAt !== undefined && { retryDelayMs: Math.max(0, nextAt - finishedAt) }),
  }
}

function logLineView({ at, ...rest }: LogLine): z.infer<typeof step>['logs'][number] {
  return { ...rest, at: isoTime(at) }
}

/** The end of an execution for whoever waited for it. */
/** `url` is where it can be looked at, if it is recorded. */
export function finishedView(end: FinishedExecution, url: string | undefined): z.infer<typeof finishedExecution> {
  const { executionId, status, result, error, startedAt, finishedAt } = end
  return {
    executionId,
    status,
    result,
    ...(error && { error: withoutStack(error) }),
    startedAt: isoTime(startedAt),
    finishedAt: isoTime(finishedAt),
    ...(url === undefined ? { recorded: false as const } : { url }),
  }
}

/** An event with its times as text, however deep a node has put numbers into its values: those stay. */
export function eventView(event: ExecutionEvent): object {
  const times: Record<string, unknown> = { at: isoTime(event.at) }
  if ('startedAt' in event) times.startedAt = isoTime(event.startedAt)
  if ('logs' in event && event.logs) times.logs = event.logs.map(logLineView)
  if (event.type === 'step-waiting' && 'until' in event.wait && event.wait.until !== undefined)
    times.wait = { ...event.wait, until: isoTime(event.wait.until) }
  return { ...event, ...times }
}

/** In lists a stack says nothing that the detail does not. */
function withoutStack({ stack: _, ...error }: StepError): StepError {
  return error
}
