import { randomBytes } from 'node:crypto'
import type { Answer } from './answer.ts'
import type { RequestLogLine } from './log-line.ts'
import { ProblemError, problemAnswer } from './problem.ts'
import type { Settings } from './server-ports.ts'
import { loggedPath } from './waiting/waiting-path.ts'

/** One request from its arrival to its line in the log. */
export interface RequestLog {
  /** The id that the answer and the log line share. */
  readonly requestId: string
  /** The problem document for what was thrown; what broke inside goes to the log with its stack. */
  problem(thrown: unknown): Answer
  /** Writes the line. */
  done(status: number): void
}

/** Ids need only be different, so they are counted, behind a chance prefix for each start. */
const prefix = randomBytes(5).toString('base64url')
let count = 0

export function openRequestLog({ clock, log }: Pick<Settings, 'clock' | 'log'>, method: string, path: string): RequestLog {
  const requestId = `${prefix}-${(count++).toString(36)}`
  const startedAt = clock.now()
  let broken: string | undefined
  return {
    requestId,
    problem(thrown) {
      const answer = problemAnswer(thrown, requestId)
      if (answer.status >= 500 && !(thrown instanceof ProblemError)) broken = stackOf(thrown)
      return answer
    },
    done(status) {
      const line: RequestLogLine = { type: 'request', method, path: loggedPath(path), status, ms: clock.now() - startedAt, requestId }
      log(broken === undefined ? line : { ...line, error: broken })
    },
  }
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
}
