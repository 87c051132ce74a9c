// Every byte of a runner is hostile: the code in it may have taken it over. What comes is compared with what may come, and copied
// field by field; anything else ends the runner.

import type { Json } from '@millrace/engine'
import type { Frame } from './frame.ts'
import { type GuestLog, logLevels, type RunAnswer, type RunFailure, runFailureCodes } from './messages.ts'

const maxLogs = 1_001
const maxMessage = 300_000
const maxStack = 20_000
const maxDepth = 210

export class BadAnswerError extends Error {
  override readonly name = 'BadAnswerError'
}

export interface ParsedAnswer extends RunAnswer {
  readonly output: Json
}

export function parseAnswer({ head, body }: Frame): ParsedAnswer {
  const { id, status, logs, cpuMs, port, failure, isSpent } = mapOf(parseJson(head))
  if (typeof id !== 'number' || (status !== 'done' && status !== 'failed')) throw new BadAnswerError('An answer has no id or no status')
  if (status === 'failed' && failure === undefined) throw new BadAnswerError('A failure does not say what failed')
  return {
    id,
    status,
    logs: logsOf(logs),
    output: status === 'done' && body !== '' ? checkDepth(parseJson(body)) : null,
    ...(typeof cpuMs === 'number' && cpuMs >= 0 && { cpuMs }),
    ...(port !== undefined && { port: portOf(port) }),
    ...(status === 'failed' && { failure: failureOf(failure) }),
    ...(isSpent === true && { isSpent }),
  }
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BadAnswerError('An answer is not JSON', { cause: error })
  }
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadAnswerError('An answer has a part that is no map')
  return Object.assign(Object.create(null), value)
}

function textOf(value: unknown, maxLength: number): string {
  if (typeof value !== 'string') throw new BadAnswerError('An answer has a part that is no text')
  return value.length > maxLength ? `${value.slice(0, maxLength)}…` : value
}

function portOf(value: unknown): string {
  const port = textOf(value, 64)
  if (!/^[a-z][a-z0-9_-]*$/i.test(port)) throw new BadAnswerError('An answer names no possible port')
  return port
}

function logsOf(value: unknown): readonly GuestLog[] {
  if (!Array.isArray(value) || value.length > maxLogs) throw new BadAnswerError('An answer has no list of logs, or too long a one')
  return value.map((one): GuestLog => {
    const { level, message, data, at } = mapOf(one)
    return {
      level: oneOf(logLevels, level),
      message: textOf(message, maxMessage),
      // Parsed from JSON, so it is.
      ...(data !== undefined && { data: checkDepth(data as Json) }),
      ...(typeof at === 'number' && { at }),
    }
  })
}

function failureOf(value: unknown): RunFailure {
  const { code, message, stack } = mapOf(value)
  return {
    code: oneOf(runFailureCodes, code),
    message: textOf(message, maxMessage),
    ...(stack !== undefined && { stack: textOf(stack, maxStack) }),
  }
}

function oneOf<T extends string>(choices: readonly T[], value: unknown): T {
  const choice = choices.find((one) => one === value)
  if (choice === undefined) throw new BadAnswerError('An answer has a word that is none of the possible ones')
  return choice
}

/** What is nested deeper could overflow the stack of whoever walks it. `JSON.parse` itself does not. */
function checkDepth(value: Json): Json {
  let level: readonly Json[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw new BadAnswerError(`An output is nested more than ${maxDepth} levels deep`)
    const next: Json[] = []
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue
      for (const inner of Array.isArray(one) ? one : Object.values(one)) if (typeof inner === 'object' && inner !== null) next.push(inner)
    }
    level = next
  }
  return value
}
