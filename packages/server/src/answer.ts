import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Json } from '@millrace/engine'
import { failPoint } from '@millrace/store'

/** An HTTP answer as plain data, sent through `node:http` or through Hono. Header names are lower case. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | null
}

/** An answer whose body is too large to hold. */
export interface StreamedAnswer extends Omit<Answer, 'body'> {
  readonly body: ReadableStream<Uint8Array>
}

export function jsonAnswer(status: number, value: Json | object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

/** Through the Fetch API, for Hono. */
export function toResponse({ status, headers, body }: Answer | StreamedAnswer, requestId: string): Response {
  failPoint('answer-ready')
  const sent = { ...headers, 'x-content-type-options': 'nosniff', 'x-request-id': requestId }
  return new Response(isBodiless(status) ? null : body, { status, headers: sent })
}

/** Straight to the socket: the webhook path does not pay for a `Response`. */
export function sendAnswer(response: ServerResponse, { status, headers, body }: Answer | StreamedAnswer, requestId: string): void {
  failPoint('answer-ready')
  const sent: Record<string, string | number> = { ...headers, 'x-content-type-options': 'nosniff', 'x-request-id': requestId }
  if (isBodiless(status)) {
    response.writeHead(status, sent).end()
    return
  }
  if (body instanceof ReadableStream) {
    response.writeHead(status, sent)
    // The status is out: what breaks now can only break off, and the caller sees that the end is missing.
    pipeline(Readable.fromWeb(body), response).catch(() => response.destroy())
    return
  }
  sent['content-length'] = body === null ? 0 : Buffer.byteLength(body)
  response.writeHead(status, sent).end(body)
}

/** Statuses whose answer ends with its headers; a `Response` refuses to be made with more. */
function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304
}
