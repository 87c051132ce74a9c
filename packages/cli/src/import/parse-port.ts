import { RetryableError } from '@millrace/kit'
import { openParse, progressKey, readClasses } from '@millrace/nodes'
import type { ParsePort } from '@millrace/server'
import type { Composition } from '../compose.ts'

/** Longer than it takes to count some hundred large classes. */
const longestMs = 600_000

/** Parse servers as the API asks them: with the rights of the step that lists classes. */
export function createParsePort({ reachOf }: Pick<Composition, 'reachOf'>): ParsePort {
  return {
    async read(_account, connection, only) {
      const signal = AbortSignal.timeout(longestMs)
      try {
        return await readClasses(await openParse(connection, { connections: reachOf('parse.classes').connections, signal }), only)
      } catch (error) {
        if (!signal.aborted) throw error
        throw new RetryableError(`The Parse server took longer than ${longestMs / 1000} s: is it too busy?`, { code: 'PARSE_UNREACHABLE' })
      }
    },
    progressKey,
  }
}
