import { once } from 'node:events'
import type { BusboyInstance } from '@fastify/busboy'
import type { Json, JsonObject } from '@millrace/engine'
import { setOwn } from '../own-record.ts'
import { ProblemError } from '../problem.ts'
import type { Uploads } from './uploads.ts'

/** More than a form that people fill in will ever have; beyond them nothing is kept. */
const limits = { parts: 1_000, fields: 1_000, files: 100, fieldSize: 1_048_576, fieldNameSize: 200, headerPairs: 50, headerSize: 16_384 }

/** A value, or a file that is being written. Undefined for a field for files into which nobody has put one. */
type Part = readonly [name: string, value: Json | Promise<Json | undefined>]

/**
 * The fields of `multipart/form-data`, files going to disk as they come in: what is read is never held in memory but for the fields.
 * Rejects with the problem; the files written until then are the caller's to discard.
 */
export async function readMultipart(content: AsyncIterable<Uint8Array>, contentType: string, uploads: Uploads): Promise<JsonObject> {
  const reader = await openReader(contentType)
  const parts: Part[] = []
  const streams: { destroy(): void }[] = []
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => undefined) // Heard below, once somebody listens.
  const fail = (error: unknown): void => broken.reject(error)
  const finished = once(reader, 'finish')
  finished.catch(() => undefined) // The listener for `error` tells it.

  reader.on('error', (error) => fail(notMultipart(messageOf(error))))
  for (const limit of ['partsLimit', 'fieldsLimit', 'filesLimit'] as const) reader.on(limit, () => fail(tooMany()))
  reader.on('field', (name, value, isNameCut, isValueCut) => {
    if (isNameCut || isValueCut || name.length > limits.fieldNameSize) fail(tooLong(name))
    parts.push([name, value])
  })
  reader.on('file', (name, stream, fileName, _encoding, mediaType) => {
    streams.push(stream)
    stream.on('error', () => undefined) // A part that breaks off is told by `writeUpload`, which reads it.
    const written = writeUpload(uploads, stream, { name: fileName, mediaType })
    written.catch(fail)
    parts.push([name, written])
  })

  try {
    await Promise.race([feed(reader, content).then(() => finished), broken.promise])
    // Told in the same moment as the end, a break would come too late for the race.
    await Promise.race([Promise.all(parts.map(([, value]) => value)), broken.promise])
  } finally {
    reader.destroy()
    for (const stream of streams) stream.destroy() // One that has ended is let be.
    await Promise.allSettled(parts.map(([, value]) => value))
  }
  if (parts.length === 0) throw notMultipart('it has no part')
  return fieldsOf(parts)
}

/** Loaded with the first form: most servers never get one. */
async function openReader(contentType: string): Promise<BusboyInstance> {
  const { Busboy } = await import('@fastify/busboy')
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits })
  } catch (error) {
    throw notMultipart(messageOf(error))
  }
}

async function feed(reader: BusboyInstance, content: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of content) if (!reader.write(chunk)) await once(reader, 'drain')
  reader.end()
}

/** A form sends a nameless, empty file for a field that was left empty. */
async function writeUpload(
  uploads: Uploads,
  stream: AsyncIterable<Uint8Array>,
  about: { readonly name: string; readonly mediaType: string },
): Promise<Json | undefined> {
  const chunks = stream[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done && !about.name) return undefined
  const handle = await uploads.write(rejoined(first, chunks), { name: about.name || 'file', mediaType: about.mediaType })
  return { ...handle }
}

async function* rejoined(first: IteratorResult<Uint8Array>, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for (let next = first; !next.done; next = await rest.next()) yield next.value
}

async function fieldsOf(parts: readonly Part[]): Promise<JsonObject> {
  const fields: Record<string, Json> = {}
  const lists = new Map<string, Json[]>()
  for (const [name, coming] of parts) {
    const value = await coming
    if (value === undefined) continue
    const list = lists.get(name)
    if (list !== undefined) list.push(value)
    else if (Object.hasOwn(fields, name)) {
      const both = [fields[name] ?? null, value]
      lists.set(name, both)
      setOwn<Json>(fields, name, both)
    } else setOwn<Json>(fields, name, value)
  }
  return fields
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function notMultipart(why: string): ProblemError {
  return new ProblemError('BODY_NOT_MULTIPART', `The body is not the multipart form that its Content-Type says: ${why}.`)
}

function tooMany(): ProblemError {
  const { parts, files } = limits
  return new ProblemError('TOO_MANY_FIELDS', `A multipart body may have ${parts} parts, of them ${files} files: send fewer at a time.`)
}

function tooLong(name: string): ProblemError {
  const shown = JSON.stringify(name.slice(0, 50))
  return new ProblemError(
    'BODY_TOO_LARGE',
    `The field ${shown} has a name of more than ${limits.fieldNameSize} or a value of more than ${limits.fieldSize} bytes: send a file.`,
  )
}
