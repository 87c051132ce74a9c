import type { Standing } from './ledger.ts'

/** The end of an execution that nobody can go on with: not a failure of its workflow but of what runs it. `at` in milliseconds since 1970. */
export function crashStanding(at: number, error: unknown): Standing {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EXECUTION_CRASHED'
  return { status: 'crashed', finishedAt: at, error: { code, class: 'fatal', message } }
}
