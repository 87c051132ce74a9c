import type { ExecutionPatch } from '@millrace/store'

/** Ends an execution that nobody can go on with: not a failure of its workflow but of what runs it. `at` in milliseconds since 1970. */
export function crashPatch(at: number, error: unknown): ExecutionPatch {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EXECUTION_CRASHED'
  return { status: 'crashed', finishedAt: at, dueAt: null, error: { code, class: 'fatal', message } }
}
