import { TextDecoder } from 'node:util'
import type { Json } from '@millrace/engine'
import { type ContentType, readContentType } from '../content-type.ts'
import { decodeUtf8, parseJson, refuseDeepNesting, tryJson } from '../parse-json.ts'
import { ProblemError } from '../problem.ts'
import { readFields } from '../read-fields.ts'

/** Of a body that says nothing of itself. */
const bytesType: ContentType = { essence: 'application/octet-stream' }

export function bodyTypeOf({ 'content-type': header }: Readonly<Record<string, string>>): ContentType {
  return header === undefined ? bytesType : readContentType(header)
}

/** How a body is read: as a value, or as files. */
export function bodyKindOf({ essence }: ContentType): 'json' | 'form' | 'text' | 'multipart' | 'bytes' {
  if (essence === 'application/json' || essence === 'text/json' || essence.endsWith('+json')) return 'json'
  if (essence === 'application/x-www-form-urlencoded') return 'form'
  if (essence.startsWith('text/') || essence === 'application/xml' || essence.endsWith('+xml')) return 'text'
  return essence === 'multipart/form-data' ? 'multipart' : 'bytes'
}

/** The value of a body that is JSON, a form or a text. None at all is null. */
export function readText(bytes: Uint8Array, type: ContentType): Json {
  if (bytes.length === 0) return null
  switch (bodyKindOf(type)) {
    case 'json':
      requireUtf8(type)
      return parseJson(decodeUtf8(bytes))
    case 'form':
      return readForm(decodeText(bytes, type))
    default:
      return decodeText(bytes, type)
  }
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

export function refuseCompressed(encoding: string | undefined): void {
  if (encoding === undefined || encoding.toLowerCase() === 'identity') return
  throw new ProblemError('CONTENT_ENCODING_UNSUPPORTED', 'The body is compressed: send it plain, without Content-Encoding.', {
    headers: { 'accept-encoding': 'identity' },
  })
}
