import type { ApiClient } from '../api/api-client.ts'
import type { ApiReplayed } from '../api/execution-types.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { printable } from '../output/printable.ts'
import { countOf } from '../output/problem-text.ts'
import { watchExecution } from './watch-execution.ts'

/** The new execution's id goes to standard output, what there is to say of it to standard error. */
export async function tellReplayed(
  client: ApiClient,
  replayed: ApiReplayed,
  host: Host,
  { watch, json }: { readonly watch: boolean; readonly json: boolean },
): Promise<ExitCode> {
  const { executionId, replayOf, workflowVersion, draft, kept, warnings } = replayed
  for (const warning of warnings) host.err.write(`Note: ${printable(warning)}\n`)
  const version = `${draft ? 'draft ' : ''}version ${workflowVersion}`
  host.err.write(`Runs ${replayOf} again with ${version}; ${countOf(kept, 'step')} kept.\n`)
  host.out.write(json ? `${JSON.stringify(replayed)}\n` : `${executionId}\n`)
  return watch ? watchExecution(client, executionId, host) : exitCode.ok
}
