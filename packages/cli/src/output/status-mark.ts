import type { ExecutionStatus, StepStatus } from '@millrace/engine'
import type { Paint, Style } from './paint.ts'

type Status = ExecutionStatus | StepStatus

const marks: Readonly<Record<Status, readonly [icon: string, style: Style]>> = {
  queued: ['○', 'dim'],
  running: ['●', 'cyan'],
  waiting: ['◔', 'yellow'],
  retrying: ['↻', 'yellow'],
  paused: ['‖', 'yellow'],
  success: ['✓', 'green'],
  failed: ['✗', 'red'],
  timed_out: ['✗', 'red'],
  crashed: ['✗', 'red'],
  canceled: ['⊘', 'dim'],
  skipped: ['○', 'dim'],
}

/** The longest of the words. */
export const statusWidth = 'timed_out'.length

/** Icon and word together, so that colour is never what tells. */
export function statusMark(paint: Paint, status: Status): string {
  const [icon, style] = marks[status]
  return paint(style, `${icon} ${status}`)
}

/** The same, filled up to one width for columns. */
export function statusCell(paint: Paint, status: Status): string {
  const [icon, style] = marks[status]
  return paint(style, `${icon} ${status.padEnd(statusWidth)}`)
}
