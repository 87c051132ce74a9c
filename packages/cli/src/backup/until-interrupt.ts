import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'

/** The same parts until Ctrl-C, which fails, so that whoever reads them removes what is half made. A second one ends the process at once. */
export async function* untilInterrupt<T>(
  parts: AsyncIterable<T>,
  host: Pick<Host, 'onInterrupt' | 'exit'>,
): AsyncGenerator<T, void, undefined> {
  let isOver = false
  const stopListening = host.onInterrupt(() => {
    if (isOver) host.exit(exitCode.interrupted)
    isOver = true
  })
  try {
    for await (const part of parts) {
      if (isOver) throw new CliError('Stopped: nothing was kept.', exitCode.failed)
      yield part
    }
  } finally {
    stopListening()
  }
}
