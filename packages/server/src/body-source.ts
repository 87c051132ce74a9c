import type { IncomingMessage } from 'node:http'
import { ProblemError } from './problem.ts'

interface Outcome {
  done(body: Uint8Array): void
  failed(error: ProblemError): void
  /** The sender went away in the middle. */
  left(): void
}

const noBytes = new Uint8Array()

/** Reads a body into memory, up to the limit; more is refused while it streams, whatever its length claims to be. */
export function collectBody(request: IncomingMessage, limitBytes: number, outcome: Outcome): void {
  const claimed = Number(request.headers['content-length'] ?? 0)
  if (claimed > limitBytes) return outcome.failed(tooLarge(limitBytes))
  const chunks: Buffer[] = []
  let length = 0
  let isSettled = false

  request.on('data', (chunk: Buffer) => {
    if (isSettled) return
    length += chunk.length
    if (length > limitBytes) {
      isSettled = true
      outcome.failed(tooLarge(limitBytes))
    } else chunks.push(chunk)
  })
  request.on('end', () => {
    if (isSettled) return
    isSettled = true
    outcome.done(chunks.length === 1 ? (chunks[0] ?? noBytes) : Buffer.concat(chunks))
  })
  request.on('error', () => {
    if (isSettled) return
    isSettled = true
    outcome.left()
  })
}

/** The same for a body of the Fetch API. */
export async function collectStream(body: ReadableStream<Uint8Array> | null, limitBytes: number): Promise<Uint8Array> {
  if (body === null) return noBytes
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > limitBytes) throw tooLarge(limitBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(limitBytes: number): ProblemError {
  return new ProblemError('BODY_TOO_LARGE', `The body is larger than ${limitBytes} bytes: send less, or a link to it.`, {
    headers: { connection: 'close' },
  })
}
