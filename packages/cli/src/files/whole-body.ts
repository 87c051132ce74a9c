import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

/** The parts of an answer as they come; that it breaks off, or is not waited for, is said in words. */
export async function* wholeBody({ body }: Response, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  if (body === null) return
  const reader = body.getReader()
  const stop = () => void reader.cancel()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
  } catch (error) {
    throw new CliError('The answer of the server broke off, and is not whole: try again.', exitCode.failed, error)
  } finally {
    signal?.removeEventListener('abort', stop)
  }
  if (signal?.aborted) throw new CliError('Stopped before all was there.', exitCode.failed)
}
