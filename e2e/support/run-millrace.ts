import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { checkout, millrace } from './checkout.ts'

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface RunOptions {
  readonly directory?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
}

/** Runs the command to its end, as a shell would. */
export async function runMillrace(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { directory = checkout, environment, input = '' } = options
  const child = spawn(millrace.node, [...millrace.args, ...args], { cwd: directory, env: cleanEnvironment(environment) })
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { code, out, err }
}

/** Nothing that the machine of the test happens to set. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(MILLRACE_|NODE_OPTIONS$|VITEST|FORCE_COLOR$|NO_COLOR$)/.test(entry[0]),
  )
  return { ...Object.fromEntries(own), ...extra }
}
