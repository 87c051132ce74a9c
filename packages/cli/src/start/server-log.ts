import type { ServerLogLine } from '@millrace/server'
import type { Configuration } from '../configuration/read-configuration.ts'
import type { Host } from '../host.ts'

/** People hear of what went wrong; `MILLRACE_LOG=all` writes every request too, all as JSON lines. */
export function createServerLog({ err }: Pick<Host, 'err'>, { log }: Pick<Configuration, 'log'>): (line: ServerLogLine) => void {
  const textOf = log.value === 'all' ? JSON.stringify : troubleText
  return (line) => {
    const text = textOf(line)
    if (text !== undefined) err.write(`${text}\n`)
  }
}

function troubleText(line: ServerLogLine): string | undefined {
  switch (line.type) {
    case 'webhook-conflict': {
      const { method, path, workflowId, triggerId, holder } = line
      return `! ${method} /webhook${path} of ${workflowId} (${triggerId}) belongs to ${holder} already: change one of the paths.`
    }
    case 'live-error':
      return `✗ A live link failed:\n${line.error}`
    case 'trouble':
      return `✗ ${line.error}`
    case 'request':
      return line.error === undefined ? undefined : `✗ ${line.method} ${line.path} failed (request ${line.requestId}):\n${line.error}`
  }
}
