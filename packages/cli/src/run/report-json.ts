import type { AttemptRecord, LogLine, StepRecord } from '@millrace/engine'
import type { RunReport } from './run-report.ts'

/** A report with its times as text, as the API has them. */
export function reportJson({ steps, ...report }: RunReport): object {
  return { ...withTimes(report), steps: steps.map(stepJson) }
}

function stepJson({ attempts, logs, ...step }: StepRecord): object {
  return { ...withTimes(step), attempts: attempts.map(withTimes), logs: logs.map(withTimes) }
}

const times = ['startedAt', 'finishedAt', 'until', 'at'] as const

type Timed = Omit<RunReport, 'steps'> | Omit<StepRecord, 'attempts' | 'logs'> | AttemptRecord | LogLine

/** Only its own times: what a node has put into its values stays. */
function withTimes(record: Timed): object {
  const isTime = (name: string) => times.some((time) => time === name)
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      isTime(name) && typeof value === 'number' ? new Date(value).toISOString() : value,
    ]),
  )
}
