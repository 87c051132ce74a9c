import type { LogLine, Operations } from '../api/api-schema.ts'
import { spanStart } from '../model/time-span.ts'

type LogsQuery = NonNullable<Operations['GET /api/v1/logs']['query']>

/** What is asked of the log lines, as the address of the page keeps it. */
export interface LineFilter {
  readonly text: string
  readonly level: string
  readonly workflow: string
  readonly node: string
  readonly execution: string
  /** A span such as `24h` up to now; empty for all time. */
  readonly since: string
}

const names = ['text', 'level', 'workflow', 'node', 'execution', 'since'] as const
const levels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LogLine['level'][]

export const noLineFilter: LineFilter = { text: '', level: '', workflow: '', node: '', execution: '', since: '' }

export function readLineFilter(address: URLSearchParams): LineFilter {
  return { ...noLineFilter, ...Object.fromEntries(names.map((name) => [name, address.get(name) ?? ''])) }
}

/** Only what is asked for: an empty filter is an empty address. */
export function writeLineFilter(filter: LineFilter): URLSearchParams {
  return new URLSearchParams(names.flatMap((name) => (filter[name] === '' ? [] : [[name, filter[name]]])))
}

/** What the live link takes of it: lines that come are of this moment. */
export function liveFilter({ since: _, ...filter }: LineFilter): Readonly<Record<string, string>> {
  const level = levels.find((one) => one === filter.level)
  const { level: __, ...rest } = filter
  return {
    ...(level !== undefined && { level }),
    ...Object.fromEntries(Object.entries(rest).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.slice(0, 200)]]))),
  }
}

/** As the API takes it; what no server knows, out of an address somebody has typed, is left out. `now` in epoch milliseconds. */
export function toLogsQuery(filter: LineFilter, now: number): LogsQuery {
  const from = spanStart(filter.since, now)
  return { ...liveFilter(filter), ...(from !== undefined && { from }) } as LogsQuery // The same names.
}

/** The canvas with the execution pinned, the node's panel open and the iterations chosen that the step was in. */
export function canvasOf({ workflowId, executionId, step }: Pick<LogLine, 'workflowId' | 'executionId' | 'step'>): string {
  const address = new URLSearchParams({ execution: executionId, node: step.replace(/\[\d+\]/g, '') })
  const scopes: string[] = []
  for (const part of step.split('.')) {
    const [, name = part, index] = /^([^[]+)(?:\[(\d+)\])?$/.exec(part) ?? []
    scopes.push(name)
    if (index !== undefined) address.append('turn', `${scopes.join('.')}:${index}`)
  }
  return `/workflows/${encodeURIComponent(workflowId)}?${address}`
}

export function stepAddress(executionId: string, step: string | undefined): string {
  const address = step === undefined ? '' : `?${new URLSearchParams({ step })}`
  return `/executions/${encodeURIComponent(executionId)}${address}`
}
