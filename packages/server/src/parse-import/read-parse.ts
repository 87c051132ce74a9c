import { FatalError, RetryableError } from '@millrace/kit'
import { ProblemError } from '../problem.ts'
import type { ServerProblemCode } from '../problem-catalogue.ts'
import type { Settings } from '../server-ports.ts'
import type { ParseClass } from './parse-port.ts'

/** What a step would fail with, as the API answers it. */
const problems: Readonly<Record<string, ServerProblemCode>> = {
  CONNECTION_MISSING: 'CONNECTION_NOT_FOUND',
  CONNECTION_UNFIT: 'PARSE_CONNECTION_UNFIT',
  CONNECTION_UNREADABLE: 'PARSE_CONNECTION_UNFIT',
  CONNECTION_HOST: 'PARSE_REFUSED',
  EGRESS_REFUSED: 'PARSE_REFUSED',
  TOO_MANY_REDIRECTS: 'PARSE_FAILED',
  PARSE_KEY: 'PARSE_KEY',
  PARSE_CLASS: 'PARSE_CLASS',
  PARSE_FAILED: 'PARSE_FAILED',
  PARSE_TOO_LARGE: 'PARSE_FAILED',
  PARSE_UNREACHABLE: 'PARSE_UNREACHABLE',
}

/** The classes of the server behind the connection; throws the problem that the caller is told. */
export async function readParse(
  { parse, account }: Pick<Settings, 'parse' | 'account'>,
  connection: string,
  only?: readonly string[],
): Promise<readonly ParseClass[]> {
  try {
    return await parse.read(account, connection, only)
  } catch (error) {
    const code = error instanceof FatalError || error instanceof RetryableError ? problems[error.code] : undefined
    if (code === undefined) throw error
    throw new ProblemError(code, (error as Error).message)
  }
}
