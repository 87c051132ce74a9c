import type { ServerLogLine } from '@millrace/server'
import type { Host } from '../host.ts'

/** People hear of what went wrong; `MILLRACE_LOG=all` writes every request, as JSON lines. */
export function tellServerLog(line: ServerLogLine, { err, environment }: Pick<Host, 'err' | 'environment'>): void {
  if (environment.MILLRACE_LOG === 'all') err.write(`${JSON.stringify(line)}\n`)
  else if (line.type === 'webhook-conflict') {
    const { method, path, workflowId, triggerId, holder } = line
    err.write(`! ${method} /webhook${path} of ${workflowId} (${triggerId}) belongs to ${holder} already: change one of the paths.\n`)
  } else if (line.error !== undefined) err.write(`✗ ${line.method} ${line.path} failed (request ${line.requestId}):\n${line.error}\n`)
}
