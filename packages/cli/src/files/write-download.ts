import type { Host } from '../host.ts'
import { saveDownload } from './save-download.ts'
import { wholeBody } from './whole-body.ts'

/** Into the file, in place of what is there, which is said; else to standard output as it comes, no faster than it is read there. */
export async function writeDownload(
  response: Response,
  file: string | undefined,
  host: Pick<Host, 'out' | 'err' | 'directory' | 'onInterrupt'>,
): Promise<void> {
  if (file !== undefined) {
    host.err.write(`Saved as ${await saveDownload(response, file, host)}.\n`)
    return
  }
  const decoder = new TextDecoder()
  for await (const part of wholeBody(response)) {
    host.out.write(decoder.decode(part, { stream: true }))
    await host.out.flushed()
  }
  host.out.write(decoder.decode())
}
