import type { Json } from '@millrace/engine'
import { ledgerValue } from '../ledger/ledger-value.ts'
import type { Kind, Start } from '../load/kind.ts'
import { recordedCallOf } from './check-calls.ts'
import type { History } from './read-histories.ts'

/** Each execution against what must come of its kind, and each start that was acknowledged against the executions. */
export function checkResults(kinds: readonly Kind[], starts: readonly Start[], histories: readonly History[]): readonly string[] {
  const violations: string[] = []
  const kindOf = new Map(kinds.map((kind) => [kind.workflow, kind]))
  const byStart = Map.groupBy(histories, ({ summary, n }) => startKey(summary.workflowId, n))
  for (const history of histories) {
    const kind = kindOf.get(history.summary.workflowId)
    violations.push(...(kind === undefined ? [`Nobody knows the workflow ${history.summary.workflowId}.`] : checkEnd(kind, history)))
  }
  for (const [key, same] of byStart) {
    if (same.length > 1 && !key.startsWith('mourning')) violations.push(`${key} was sent once and has ${same.length} executions.`)
  }
  for (const start of starts) {
    const [history] = byStart.get(startKey(start.kind.workflow, start.n)) ?? []
    violations.push(...checkStart(start, history))
  }
  return [...violations, ...checkCalled(histories, byStart), ...checkTicks(starts, histories)]
}

function startKey(workflow: string, n: number): string {
  return `${workflow} ${n}`
}

function checkEnd(kind: Kind, { summary, events, n }: History): readonly string[] {
  const { id, workflowId, status, error } = summary
  if (status !== kind.status) return [`Execution ${id} of ${workflowId} ${n} is ${status}, not ${kind.status}: ${error?.message ?? ''}`]
  if (status !== 'success' || workflowId === 'mourning') return []
  const output = outputOf(events, 'done')
  // A called execution has the same number, and its steps their own values.
  const sum = kind.summed(n).reduce((total, step) => total + ledgerValue(n, step), kind.plus?.(n) ?? 0)
  return output?.n === n && output.sum === sum
    ? []
    : [`Execution ${id} of ${workflowId} ${n} ended with ${JSON.stringify(output)}, not the sum ${sum}`]
}

function checkStart({ kind, n, executionId, answer, received }: Start, history: History | undefined): readonly string[] {
  const isAcknowledged = executionId !== undefined || answer !== undefined
  if (history === undefined) return isAcknowledged ? [`${kind.workflow} ${n} was acknowledged and is lost (${executionId}).`] : []
  const { events, summary } = history
  const violations: string[] = []
  if (executionId !== undefined && executionId !== summary.id)
    violations.push(`${kind.workflow} ${n} was acknowledged as ${executionId} and is ${summary.id}.`)
  if (answer?.first !== undefined && answer.first !== recordedCallOf(events, 'first'))
    violations.push(`Execution ${summary.id} answered with call ${answer.first}, and recorded is ${recordedCallOf(events, 'first')}.`)
  if (kind.workflow === 'computed' && answer !== undefined && JSON.stringify(answer) !== JSON.stringify(outputOf(events, 'done')))
    violations.push(
      `Execution ${summary.id} answered ${JSON.stringify(answer)}, and recorded is ${JSON.stringify(outputOf(events, 'done'))}.`,
    )
  if (received !== undefined && outputOf(events, 'done')?.sent !== received)
    violations.push(`Execution ${summary.id} had received ${received}, and recorded is ${outputOf(events, 'done')?.sent}.`)
  return violations
}

/** What these start, by calls, by an event and by their end. */
const started: Readonly<Record<string, readonly string[]>> = { calling: ['callee', 'loose'], telling: ['hearing', 'following'] }

/** What starts another workflow has exactly one execution of it; so has each failure of its error workflow. */
function checkCalled(histories: readonly History[], byStart: ReadonlyMap<string, readonly History[]>): readonly string[] {
  const mourned = Map.groupBy(
    histories.filter(({ summary }) => summary.workflowId === 'mourning'),
    ({ events }) => String(outputOf(events, 'done')?.of),
  )
  const counted = histories.flatMap(({ summary: { id, workflowId }, n }) => {
    if (workflowId === 'failing') return [{ id, what: 'error workflows', count: mourned.get(id)?.length ?? 0 }]
    return (started[workflowId] ?? []).map((what) => ({ id, what, count: byStart.get(startKey(what, n))?.length ?? 0 }))
  })
  return counted.filter(({ count }) => count !== 1).map(({ id, what, count }) => `Execution ${id} started ${count} ${what}, not one.`)
}

/** With fewer starts a trial may be over before its first second is. */
const longTrial = 100

/** A schedule has one execution for each second, also for those in which nothing ran. That there are no two is seen above. */
function checkTicks(starts: readonly Start[], histories: readonly History[]): readonly string[] {
  const seconds = histories
    .filter(({ summary }) => summary.workflowId === 'ticking')
    .map(({ n }) => n)
    .sort((one, other) => one - other)
  if (seconds.length === 0) return starts.length < longTrial ? [] : ['The schedule has not fired.']
  return seconds.flatMap((second, index) => {
    const before = seconds[index - 1] ?? second - 1
    return second - before <= 1 ? [] : [`The schedule has not fired from ${before} to ${second}, in seconds since 1970.`]
  })
}

function outputOf(events: History['events'], step: string): Readonly<Record<string, Json>> | undefined {
  const event = events.find((one) => one.type === 'step-succeeded' && one.step === step)
  return event?.type === 'step-succeeded' ? (event.output as Readonly<Record<string, Json>>) : undefined // A `set` node's.
}
