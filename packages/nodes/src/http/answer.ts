import { FatalError, type FileHandle, type Files } from '@millrace/kit'

/** What came back, its body not yet understood. */
export interface Answer {
  readonly origin: string
  readonly status: number
  /** Lower-case names; `set-cookie` is a list, because its values cannot be joined. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly contentType: string
  readonly bytes: Uint8Array
  /** There was more than the limit; `bytes` is its beginning. */
  readonly truncated: boolean
  /** The body, where it was kept as a file; `bytes` is then empty. */
  readonly file?: FileHandle
}

/** Reads an answer as a stream, so that one without end costs no more than the limit. */
export async function readAnswer(response: Response, origin: string, maxBytes: number): Promise<Answer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    chunks.push(chunk)
    // Leaving the loop cancels the stream, and with it the connection.
    if (size > maxBytes) break
  }
  return {
    origin,
    status: response.status,
    headers: headersOf(response),
    contentType: response.headers.get('content-type') ?? '',
    bytes: Buffer.concat(chunks).subarray(0, maxBytes),
    truncated: size > maxBytes,
  }
}

/** Reads an answer into a file; one of no bytes is an answer without a body. */
export async function keepAnswer(response: Response, origin: string, files: Files, maxBytes: number | undefined): Promise<Answer> {
  const contentType = response.headers.get('content-type') ?? ''
  const answer = { origin, status: response.status, headers: headersOf(response), contentType, bytes: new Uint8Array(), truncated: false }
  if (response.body === null) return answer
  const content = bounded(response.body, maxBytes, origin)
  const file = await files.write(content, { name: nameOf(response), mediaType: contentType || 'application/octet-stream' })
  return file.size === 0 ? answer : { ...answer, file }
}

async function* bounded(body: ReadableStream<Uint8Array>, maxBytes = Number.POSITIVE_INFINITY, origin: string): AsyncIterable<Uint8Array> {
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxBytes) throw largerThan(origin, maxBytes)
    yield chunk
  }
}

export function largerThan(origin: string, maxBytes: number, details?: Pick<Answer, 'status' | 'headers'>): FatalError {
  return new FatalError(`The answer of ${origin} is larger than ${maxBytes} bytes: raise maxBytes or ask for less.`, {
    code: 'HTTP_TOO_LARGE',
    ...(details && { details: { status: details.status, headers: details.headers } }),
  })
}

/** What the sender calls the file, else the end of its address. */
function nameOf({ headers, url }: Response): string {
  const disposition = headers.get('content-disposition') ?? ''
  const named = /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? (URL.canParse(url) ? new URL(url).pathname : '')
  return named.split(/[/\\]/).at(-1)?.trim().slice(0, 255) || 'download'
}

function headersOf({ headers }: Response): Answer['headers'] {
  const cookies = headers.getSetCookie()
  return { ...Object.fromEntries(headers), ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}) }
}
