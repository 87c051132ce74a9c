import type { IncomingMessage } from 'node:http'
import { ProblemError } from './problem.ts'

/** The body of a request, not yet read. Either is asked for once. */
export interface BodySource {
  /** All of it, in memory. Rejects with `BODY_TOO_LARGE` past the limit, and as `SenderLeft`. */
  collect(limitBytes: number): Promise<Uint8Array>
  /** As it comes in, for what is kept elsewhere. Throws as `collect` does. */
  stream(limitBytes: number): AsyncIterable<Uint8Array>
}

/** Whoever sent the request went away in the middle: nobody is there to be answered. */
export class SenderLeft extends Error {
  override readonly name = 'SenderLeft'
}

const noBytes = new Uint8Array()

/**
 * More than the limit is refused while it streams, whatever its length claims to be. `invite` is called before the first byte is read, for
 * a sender that waits to be asked: whoever is refused before that has sent nothing in vain.
 */
export function requestBody(request: IncomingMessage, invite: () => void = () => undefined): BodySource {
  const claimed = Number(request.headers['content-length'] ?? 0)
  return {
    collect(limitBytes) {
      if (claimed > limitBytes) return Promise.reject(tooLarge(limitBytes))
      invite()
      return collectRequest(request, limitBytes)
    },
    async *stream(limitBytes) {
      if (claimed > limitBytes) throw tooLarge(limitBytes)
      invite()
      yield* limited(request, limitBytes)
    },
  }
}

/** By hand: an iterator over the request would cost the hottest path a promise for each chunk. */
function collectRequest(request: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    // Whoever left while the caller was checked tells it no more.
    if (request.destroyed) reject(new SenderLeft('The sender went away.'))
    const chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > limitBytes) reject(tooLarge(limitBytes))
      else chunks.push(chunk)
    })
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] ?? noBytes) : Buffer.concat(chunks)))
    request.on('error', (cause) => reject(new SenderLeft('The sender went away.', { cause })))
  })
}

/** The same for a body of the Fetch API. */
export function streamBody(body: ReadableStream<Uint8Array> | null): BodySource {
  return {
    async collect(limitBytes) {
      if (body === null) return noBytes
      const chunks: Uint8Array[] = []
      for await (const chunk of limited(body, limitBytes)) chunks.push(chunk)
      return Buffer.concat(chunks)
    },
    stream: (limitBytes) => limited(body ?? [], limitBytes),
  }
}

/** One that was read already. */
export function bytesBody(bytes: Uint8Array): BodySource {
  return { collect: async () => bytes, stream: (limitBytes) => limited([bytes], limitBytes) }
}

async function* limited(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let length = 0
  try {
    for await (const chunk of body) {
      length += chunk.length
      if (length > limitBytes) throw tooLarge(limitBytes)
      if (chunk.length > 0) yield chunk
    }
  } catch (cause) {
    if (isReset(cause)) throw new SenderLeft('The sender went away.', { cause })
    throw cause
  }
}

function isReset(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ECONNRESET' || cause.code === 'ERR_STREAM_PREMATURE_CLOSE')
}

function tooLarge(limitBytes: number): ProblemError {
  return new ProblemError('BODY_TOO_LARGE', `The body is larger than ${limitBytes} bytes: send less, or a link to it.`, {
    headers: { connection: 'close' },
  })
}
