import type { ApiClient } from '../api/api-client.ts'
import type { ApiParseImport } from '../api/parse-types.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../output/paint.ts'
import { oneLine } from '../output/printable.ts'
import { countOf } from '../output/problem-text.ts'

const lookEveryMs = 1_000
const ended: ReadonlySet<string> = new Set(['success', 'failed', 'canceled', 'timed_out', 'crashed'])

/** Shows how far the import has come until it ends. Ctrl-C stops that, and not the import. */
export async function followParse(client: ApiClient, execution: string, host: Host): Promise<ExitCode> {
  const interrupt = new AbortController()
  const stopListening = host.onInterrupt(() => interrupt.abort())
  const show = createShow(host)
  try {
    for (;;) {
      const progress = await client.get<ApiParseImport>(`/import/parse/${encodeURIComponent(execution)}`)
      show(progress)
      if (ended.has(progress.status)) return tellEnd(progress, execution, host)
      await pause(interrupt.signal)
      if (interrupt.signal.aborted) break
    }
  } finally {
    stopListening()
  }
  host.err.write(
    `\nThe import goes on: follow it with "millrace execution watch ${execution}", end it with "millrace execution cancel ${execution}".\n`,
  )
  return exitCode.interrupted
}

/** A terminal sees one line that changes, everything else a line for each class. */
function createShow({ err }: Host): (progress: ApiParseImport) => void {
  const told = new Set<string>()
  return ({ classes }) => {
    for (const one of classes) {
      if (!one.isDone || told.has(one.class)) continue
      told.add(one.class)
      const losses = one.losses === 0 ? '' : `, ${countOf(one.losses, 'value')} not as it was (see the log of the step)`
      err.write(`${clear(err)}${oneLine(one.class)} → ${one.table}: ${countOf(one.imported, 'record')}${losses}\n`)
    }
    const now = classes.find(({ isDone }) => !isDone)
    if (now !== undefined && err.isTerminal)
      err.write(`${clear(err)}${oneLine(now.class)} → ${now.table}: ${now.imported} of ${now.records}`)
  }
}

function clear({ isTerminal }: Host['err']): string {
  return isTerminal ? '\r\u001b[K' : ''
}

function tellEnd({ status, error }: ApiParseImport, execution: string, { err }: Host): ExitCode {
  const paint = createPaint(err)
  if (status === 'success') {
    err.write(`${paint('green', '✓ all is imported')}\n`)
    return exitCode.ok
  }
  const where = error?.class === undefined ? '' : ` in ${oneLine(error.class)}`
  err.write(
    `${clear(err)}${paint('red', `✗ ${status}${where}`)}${error === undefined ? '' : `  ${error.code}: ${oneLine(error.message)}`}\n`,
  )
  err.write(`What has come stays: "millrace execution retry ${execution}" goes on from there.\n`)
  return exitCode.failed
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, lookEveryMs)
    signal.addEventListener('abort', done, { once: true })
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
}
