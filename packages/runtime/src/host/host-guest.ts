import type { Json, JsonObject } from '@millrace/engine'
import { FatalError, type Guest, type GuestAnswer, type GuestCall, RetryableError } from '@millrace/kit'
import type { StepPlace } from '../ports.ts'

/** What runs users' code; the composition root brings it. Its errors carry `code`, `line`, `column` and `logs`. */
export interface Sandbox {
  run(call: GuestCall & { readonly account: string; readonly signal: AbortSignal }): Promise<GuestAnswer>
}

/** The sandbox for one step. It is not asked for before a step runs code. */
export function createHostGuest(sandbox: () => Promise<Sandbox>, { account, signal }: Pick<StepPlace, 'account' | 'signal'>): Guest {
  return {
    async run(call) {
      try {
        return await (await sandbox()).run({ ...call, account, signal: signal() })
      } catch (error) {
        throw nodeError(error)
      }
    },
  }
}

/** A process that broke or is on its way out may be there again the next time; the same code fails in the same way every time. */
const retryableCodes = ['CODE_CRASHED', 'SANDBOX_CLOSED']

function nodeError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'SandboxError' || !('code' in error) || typeof error.code !== 'string') return error
  const details = { code: error.code, details: detailsOf(error), cause: error }
  return retryableCodes.includes(error.code) ? new RetryableError(error.message, details) : new FatalError(error.message, details)
}

/** Where in the user's code, and what it logged before. */
function detailsOf(error: object): JsonObject {
  const known = ['line', 'column', 'guestStack', 'logs']
  return Object.fromEntries(Object.entries(error).filter(([name, value]) => known.includes(name) && value !== undefined)) as Record<
    string,
    Json
  >
}
