import type { Host } from '../host.ts'
import { saveDownload } from './save-download.ts'

/** Into the file, in place of what is there, which is said; else to standard output as it comes. */
export async function writeDownload(response: Response, file: string | undefined, host: Host): Promise<void> {
  if (file !== undefined) {
    host.err.write(`Saved as ${await saveDownload(response, file, host)}.\n`)
    return
  }
  const decoder = new TextDecoder()
  for await (const part of response.body ?? []) host.out.write(decoder.decode(part, { stream: true }))
}
