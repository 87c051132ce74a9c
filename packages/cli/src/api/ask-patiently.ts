import { request as askHttp } from 'node:http'
import { request as askHttps } from 'node:https'
import { Readable } from 'node:stream'

interface Question {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Blob
}

/**
 * As `fetch`, for what may take any time: that one gives up when no headers have come for five minutes, and offers no way to say otherwise.
 * Follows no redirects.
 */
export function askPatiently(url: URL, { method = 'GET', headers = {}, body }: Question): Promise<Response> {
  const content = body === undefined ? undefined : new Blob([body])
  const length = content === undefined ? {} : { 'content-length': String(content.size) }
  const ask = url.protocol === 'https:' ? askHttps : askHttp
  return new Promise((resolve, reject) => {
    // A connection of its own: nothing that another request has left on it can end it.
    const asked = ask(url, { method, headers: { ...headers, ...length }, agent: false })
    asked.on('error', reject)
    asked.on('response', (answer) => {
      const known = Object.entries(answer.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value): [string, string] => [name, value]),
      )
      const status = answer.statusCode ?? 0
      const hasBody = status !== 204 && status !== 304
      const stream: ReadableStream<Uint8Array> = Readable.toWeb(answer)
      resolve(new Response(hasBody ? stream : null, { status, headers: known }))
    })
    if (content === undefined) asked.end()
    else Readable.from(content.stream()).on('error', reject).pipe(asked)
  })
}
