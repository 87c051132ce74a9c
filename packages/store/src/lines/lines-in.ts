import { type ExecutionEvent, type LogLine, nodeIdOf } from '@millrace/engine'
import { encodeJson } from '../encode-json.ts'
import { logLevels, type StoredLine } from '../log-line-store.ts'

/** So much of a message, or of its data as JSON text, is kept beside the log. */
const lineCharacters = 4_096

/** A line before it has a place. `data` is JSON text. */
export interface NewLine extends Omit<StoredLine, 'position' | 'place' | 'workflowId' | 'executionId' | 'data'> {
  readonly data?: string
}

/** What the steps of a write have logged; nearly always nothing, and then nothing is made. */
export function linesIn(events: readonly ExecutionEvent[]): readonly NewLine[] | undefined {
  let lines: NewLine[] | undefined
  for (const event of events) {
    if (!('logs' in event) || event.logs === undefined || event.taken !== undefined) continue
    lines ??= []
    const { step, attempt } = event
    const of = { step, node: nodeIdOf(step), attempt }
    for (const line of event.logs) lines.push({ ...of, ...shortened(line) })
  }
  return lines
}

function shortened({ at, level, message, data }: LogLine): Pick<NewLine, 'at' | 'level' | 'message' | 'data' | 'isCut'> {
  const whole = asText(message)
  const text = data === undefined ? undefined : encodeJson(data)
  const isLong = text !== undefined && text.length > lineCharacters
  return {
    at,
    level: logLevels.includes(level) ? level : 'info',
    message: whole.slice(0, lineCharacters).toWellFormed(),
    ...(text !== undefined && !isLong && { data: text }),
    ...((isLong || whole.length > lineCharacters) && { isCut: true }),
  }
}

/** Plugins may be plain JavaScript, and one that logs a number must not fail the commit of everybody else. */
function asText(message: unknown): string {
  return typeof message === 'string' ? message : encodeJson(message ?? null)
}
