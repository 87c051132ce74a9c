import { type ExitCode, exitCode } from './exit-code.ts'

/** What ends a command with a message for people: no stack is shown. The message names the thing and the next action. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: ExitCode
  constructor(message: string, code: ExitCode = exitCode.failed, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.exitCode = code
  }
}

/** The command line is wrong. */
export function usageError(message: string): CliError {
  return new CliError(message, exitCode.usage)
}
