import { isJsonObject, type Json } from '@millrace/engine'
import { FatalError, type FileHandle, type Files, fileHandle } from '@millrace/kit'
import { formBoundary, multipartBody } from './multipart.ts'

export type BodyType = 'auto' | 'json' | 'text' | 'form' | 'multipart' | 'file'

export interface EncodedBody {
  readonly content: string | ReadableStream<Uint8Array>
  readonly headers: Readonly<Record<string, string>>
}

/** What goes over the wire, with the content type that says so unless the user names another. Files are streamed. */
export async function encodeBody(body: Json | undefined, bodyType: BodyType, files: () => Files): Promise<EncodedBody | undefined> {
  if (body === undefined) return undefined
  switch (bodyType) {
    case 'auto':
      return typeof body === 'string' ? asText(body) : asJson(body)
    case 'json':
      return asJson(body)
    case 'text':
      return asText(typeof body === 'string' ? body : JSON.stringify(body))
    case 'form':
      return asForm(body)
    case 'file':
      return asFile(body, files())
    case 'multipart':
      return asMultipart(body, files())
  }
}

function asJson(body: Json): EncodedBody {
  return { content: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
}

function asText(content: string): EncodedBody {
  return { content, headers: { 'content-type': 'text/plain;charset=UTF-8' } }
}

function asForm(body: Json): EncodedBody {
  const fields = fieldsOf(body).map(([name, value]): [string, string] => {
    if (typeof value === 'object') throw badBody(`body.${name} must be a plain value or a list of them`)
    return [name, `${value}`]
  })
  return { content: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } }
}

async function asFile(body: Json, files: Files): Promise<EncodedBody> {
  const file = handleIn(body)
  if (file === undefined) throw badBody('body must be the handle of a file')
  return { content: await files.read(file), headers: { 'content-type': file.mediaType, 'content-length': `${file.size}` } }
}

function asMultipart(body: Json, files: Files): EncodedBody {
  const parts = fieldsOf(body).map(([name, value]) => {
    const file = handleIn(value)
    if (file === undefined && typeof value === 'object') throw badBody(`body.${name} must be a plain value, a file, or a list of them`)
    return { name, content: file ?? `${value}` }
  })
  const boundary = formBoundary()
  return { content: multipartBody(parts, boundary, files), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}

/** Name and value of each field; a list repeats the name, null leaves it out. */
function fieldsOf(body: Json): readonly (readonly [string, Exclude<Json, null>])[] {
  if (!isJsonObject(body)) throw badBody('body must be a map')
  return Object.entries(body).flatMap(([name, value]) =>
    [value].flat().flatMap((one: Json) => (one === null ? [] : [[name, one] as const])),
  )
}

function handleIn(value: Json): FileHandle | undefined {
  return fileHandle().safeParse(value).data
}

function badBody(what: string): FatalError {
  return new FatalError(`The body cannot be sent so: ${what}. Change it, or send JSON with bodyType: json.`, { code: 'BAD_PARAMS' })
}
