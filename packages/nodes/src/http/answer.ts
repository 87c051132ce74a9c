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

function headersOf({ headers }: Response): Answer['headers'] {
  const cookies = headers.getSetCookie()
  return { ...Object.fromEntries(headers), ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}) }
}
