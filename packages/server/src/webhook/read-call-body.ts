import type { Json, JsonObject } from '@millrace/engine'
import type { BodySource } from '../body-source.ts'
import { bytesBody } from '../body-source.ts'
import { ProblemError } from '../problem.ts'
import { bodyKindOf, bodyTypeOf, readText, refuseCompressed } from './read-body.ts'
import { readMultipart } from './read-multipart.ts'
import type { Uploads } from './uploads.ts'

export interface BodyLimits {
  /** Of what is held in memory. */
  readonly valueBytes: number
  /** Of what goes to disk, all files of a call together. */
  readonly uploadBytes: number
}

export interface BodyReading {
  readonly source: BodySource
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly limits: BodyLimits
  /** Where files go; opened when there is one. */
  uploads(): Uploads
  readonly keepsRaw: boolean
}

/** A body as the workflow sees it: `body`, and `rawBody` where it is asked for. */
export async function readCallBody({ source, headers, limits, uploads, keepsRaw }: BodyReading): Promise<JsonObject> {
  const type = bodyTypeOf(headers)
  const kind = bodyKindOf(type)
  if (kind === 'bytes') {
    const body = await keepAsFile(source.stream(limits.uploadBytes), headers, uploads)
    return keepsRaw ? { body, rawBody: body } : { body }
  }
  if (kind === 'multipart' && !keepsRaw) {
    refuseCompressed(headers['content-encoding'])
    return { body: await readMultipart(source.stream(limits.uploadBytes), headers['content-type'] ?? '', uploads()) }
  }
  const bytes = await source.collect(limits.valueBytes)
  if (bytes.length > 0) refuseCompressed(headers['content-encoding'])
  if (kind !== 'multipart') return { body: readText(bytes, type), ...(keepsRaw && rawText(bytes)) }
  const body = await readMultipart(bytesBody(bytes).stream(limits.valueBytes), headers['content-type'] ?? '', uploads())
  return { body, rawBody: { ...(await uploads().write(bytes, { name: 'body', mediaType: type.essence })) } }
}

/** Null when nothing comes. */
async function keepAsFile(
  content: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string>>,
  uploads: () => Uploads,
): Promise<Json> {
  const chunks = content[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done) return null
  refuseCompressed(headers['content-encoding'])
  const mediaType = headers['content-type']
  const all = async function* () {
    for (let next: IteratorResult<Uint8Array> = first; !next.done; next = await chunks.next()) yield next.value
  }
  return { ...(await uploads().write(all(), { name: 'body', ...(mediaType !== undefined && { mediaType }) })) }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Byte for byte: a signature can be checked over it once more. */
function rawText(bytes: Uint8Array): JsonObject {
  try {
    return { rawBody: utf8.decode(bytes) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { rawBody: Buffer.from(bytes).toString('base64'), rawBodyEncoding: 'base64' }
  }
}

/** For what takes no files: a JSON value, a form or a text. */
export async function readValueBody(source: BodySource, headers: Readonly<Record<string, string>>, limitBytes: number): Promise<Json> {
  const type = bodyTypeOf(headers)
  const kind = bodyKindOf(type)
  const bytes = await source.collect(limitBytes)
  if (bytes.length === 0) return null
  refuseCompressed(headers['content-encoding'])
  if (kind === 'multipart' || kind === 'bytes')
    throw new ProblemError('CONTENT_TYPE_INVALID', `A body of the type ${type.essence} is not taken here: send JSON or a form.`)
  return readText(bytes, type)
}
