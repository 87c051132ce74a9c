import { exitCode } from './exit-code.ts'

/** The process and terminal that a command runs in: all that it may touch of them. */
export interface Host {
  readonly environment: NodeJS.Dict<string>
  /** Where relative paths begin. */
  readonly directory: string
  readonly out: Output
  readonly err: Output
  readonly input: NodeJS.ReadStream
  /** Called at Ctrl-C and when asked to end; without a listener the process ends. Returns the way to stop listening. */
  onInterrupt(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void
  /** Ends the process at once. */
  exit(code: number): never
}

export interface Output {
  readonly isTerminal: boolean
  readonly usesColor: boolean
  readonly size: () => { readonly columns: number; readonly rows: number }
  write(text: string): void
  /** Resolves when all that was written has left: whoever writes much waits for it. */
  flushed(): Promise<void>
  onResize(listener: () => void): () => void
}

/** The real one. */
export function processHost(): Host {
  const { env, stdout, stderr, stdin } = process
  for (const stream of [stdout, stderr]) stream.on('error', endWithoutOutput)
  return {
    environment: env,
    directory: process.cwd(),
    out: outputOf(stdout, env),
    err: outputOf(stderr, env),
    input: stdin,
    onInterrupt(listener) {
      process.on('SIGINT', listener).on('SIGTERM', listener)
      return () => process.off('SIGINT', listener).off('SIGTERM', listener)
    },
    exit: (code) => process.exit(code),
  }
}

/** Whoever reads our output may stop reading, as `head` does: that is no failure. A full disk is one. */
function endWithoutOutput(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') process.exit(exitCode.ok)
  process.stderr.write(`millrace: The output cannot be written (${error.message}).\n`)
  process.exit(exitCode.failed)
}

function outputOf(stream: NodeJS.WriteStream, environment: NodeJS.Dict<string>): Output {
  const isTerminal = stream.isTTY === true
  return {
    isTerminal,
    usesColor: usesColor(isTerminal, environment),
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
    write: (text) => void stream.write(text),
    flushed: () => new Promise((resolve) => stream.write('', () => resolve())),
    onResize(listener) {
      stream.on('resize', listener)
      return () => stream.off('resize', listener)
    },
  }
}

/** https://no-color.org and https://force-color.org: set and not empty counts. */
function usesColor(isTerminal: boolean, environment: NodeJS.Dict<string>): boolean {
  if (environment.NO_COLOR) return false
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== '0'
  return isTerminal && environment.TERM !== 'dumb'
}
