import { TextDecoder } from 'node:util'
import type { Json } from '@millrace/engine'
import { type ContentType, readContentType } from '../content-type.ts'
import { decodeUtf8, parseJson, refuseDeepNesting, tryJson } from '../parse-json.ts'
import { ProblemError } from '../problem.ts'
import { readFields } from '../read-fields.ts'

interface ReadBody {
  readonly body: Json
  /** Set when the body is bytes: then it is their base64 text. */
  readonly encoding?: 'base64'
}

/** A body as its Content-Type says: JSON, a form, a text, or else bytes. None at all is null. */
export function readBody(bytes: Uint8Array, headers: Readonly<Record<string, string>>): ReadBody {
  const header = headers['content-type']
  const type = header === undefined ? bytesType : readContentType(header)
  if (bytes.length === 0) return { body: null }
  refuseCompressed(headers['content-encoding'])
  switch (kindOf(type)) {
    case 'json':
      requireUtf8(type)
      return { body: parseJson(decodeUtf8(bytes)) }
    case 'form':
      return { body: readForm(decodeText(bytes, type)) }
    case 'text':
      return { body: decodeText(bytes, type) }
    case 'multipart':
      requireBoundary(bytes, type)
      return asBytes(bytes)
    case 'bytes':
      return asBytes(bytes)
  }
}

const bytesType: ContentType = { essence: 'application/octet-stream' }

function kindOf({ essence }: ContentType): 'json' | 'form' | 'text' | 'multipart' | 'bytes' {
  if (essence === 'application/json' || essence === 'text/json' || essence.endsWith('+json')) return 'json'
  if (essence === 'application/x-www-form-urlencoded') return 'form'
  if (essence.startsWith('text/') || essence === 'application/xml' || essence.endsWith('+xml')) return 'text'
  return essence.startsWith('multipart/') ? 'multipart' : 'bytes'
}

/** `curl -d @payload.json` calls JSON a form. A form never begins with a bracket unless somebody means JSON. */
function readForm(text: string): Json {
  const start = text.trimStart().charAt(0)
  if (start === '{' || start === '[') {
    refuseDeepNesting(text)
    const value = tryJson(text)
    if (value !== undefined) return value
  }
  return readFields(text)
}

function decodeText(bytes: Uint8Array, { charset = 'utf-8' }: ContentType): string {
  if (charset === 'utf-8') return decodeUtf8(bytes)
  const decoder = decoderFor(charset)
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    if (cause instanceof TypeError) throw new ProblemError('BODY_NOT_TEXT', `The body is not valid ${charset}: encode it as UTF-8.`)
    throw cause
  }
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    throw new ProblemError('CHARSET_UNKNOWN', `The character set ${JSON.stringify(charset.slice(0, 50))} is not known: send UTF-8.`)
  }
}

function requireUtf8({ charset = 'utf-8' }: ContentType): void {
  if (charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii') return
  throw new ProblemError('CHARSET_UNKNOWN', `JSON is UTF-8, not ${JSON.stringify(charset.slice(0, 50))}: encode it so.`)
}

function requireBoundary(bytes: Uint8Array, { boundary }: ContentType): void {
  const opening = boundary === undefined || boundary === '' ? undefined : Buffer.from(`--${boundary}`)
  if (opening !== undefined && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(opening)) return
  throw new ProblemError('BODY_NOT_MULTIPART', 'The Content-Type says multipart, but its boundary does not stand in the body.')
}

function refuseCompressed(encoding: string | undefined): void {
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return
  throw new ProblemError('CONTENT_ENCODING_UNSUPPORTED', 'The body is compressed: send it plain, without Content-Encoding.', {
    headers: { 'accept-encoding': 'identity' },
  })
}

function asBytes(bytes: Uint8Array): ReadBody {
  return { body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'), encoding: 'base64' }
}
