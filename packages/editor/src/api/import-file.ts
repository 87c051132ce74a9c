import type { Imported, Problem } from './api-schema.ts'
import { ApiError, urlOf } from './call.ts'

interface ImportFile {
  readonly table: string
  readonly file: File
  readonly query: {
    readonly format: 'csv' | 'json' | 'ndjson'
    readonly delimiter?: '\t'
    readonly key?: string
    readonly wrong?: 'skip'
    readonly dryRun?: 'true'
  }
  readonly signal: AbortSignal
  /** How much has been sent, from 0 to 1. */
  onSent(part: number): void
}

/** Sends a file of any size from the disk, which the browser reads as it goes; only this kind of request tells how far it is. */
export function importFile({ table, file, query, signal, onSent }: ImportFile): Promise<Imported> {
  const { promise, resolve, reject } = Promise.withResolvers<Imported>()
  const request = new XMLHttpRequest()
  request.open('POST', urlOf('POST /api/v1/tables/{table}/import', { params: { table }, query, body: '' }))
  request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total)
  request.onload = () => {
    const answer: unknown = readJson(request.responseText)
    if (request.status < 300) return resolve(answer as Imported) // As the OpenAPI document says.
    const problem = answer as Problem | undefined
    reject(
      new ApiError(problem?.detail ?? `The server answered ${request.status} without saying why.`, {
        code: problem?.code ?? 'UNEXPECTED_ANSWER',
        status: request.status,
        ...(problem !== undefined && { problem }),
      }),
    )
  }
  request.onerror = () =>
    reject(
      new ApiError('The file did not arrive. Is the server running, and may the file still be read?', { code: 'UNREACHABLE', status: 0 }),
    )
  request.onabort = () => reject(signal.reason)
  signal.addEventListener('abort', () => request.abort())
  request.setRequestHeader('content-type', 'application/octet-stream')
  request.send(file)
  return promise
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not from the server itself: a proxy in between wrote it.
    return undefined
  }
}
