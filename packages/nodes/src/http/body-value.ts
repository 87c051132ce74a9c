import type { Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'
import type { Answer } from './answer.ts'

/** Deeper than any real document; what is deeper still would overflow the stack of whoever walks it later. */
const deepest = 500
const previewCharacters = 1000

/** The body as JSON data, by its content type unless the user says what it is. */
export function bodyValue(answer: Answer, as: 'auto' | 'json' | 'text' | 'file'): Json {
  if (answer.file !== undefined) return answer.file
  switch (as) {
    case 'file':
      return null
    case 'text':
      return decode(answer)
    case 'json':
      return answer.bytes.length === 0 ? null : parseJson(answer)
    case 'auto':
      return byContentType(answer)
  }
}

/** For an error's details: never fails. */
export function bodyPreview(answer: Answer): Json {
  const text = decode(answer)
  if (answer.truncated || !isJson(answer)) return text
  try {
    return parseJson(answer)
  } catch (error) {
    if (!(error instanceof FatalError)) throw error
    // It only says that it is JSON; the text tells more than a second error would.
    return text
  }
}

function byContentType(answer: Answer): Json {
  if (answer.bytes.length === 0) return null
  if (isJson(answer)) return parseJson(answer)
  return decode(answer)
}

function parseJson(answer: Answer): Json {
  const text = decode(answer)
  let value: Json
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw badJson(answer, text, 'is not valid JSON', cause)
  }
  if (isDeeperThan(value, deepest)) throw badJson(answer, text, `is nested more than ${deepest} levels deep`)
  return value
}

function badJson({ origin, status, headers }: Answer, text: string, why: string, cause?: unknown): FatalError {
  return new FatalError(`The answer of ${origin} ${why}: read it with response: text, or have the other side corrected.`, {
    code: 'HTTP_BAD_JSON',
    details: { status, headers, body: text.slice(0, previewCharacters) },
    cause,
  })
}

function isDeeperThan(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1))
}

function isJson({ contentType }: Answer): boolean {
  return jsonType.test(essence(contentType))
}

const jsonType = /^[a-z]+\/([^;]*\+)?json$/
const textType = /^(text\/.*|application\/(.*\+)?(xml|yaml|javascript|x-www-form-urlencoded|x-ndjson))$/

/** Whether a body of this content type can stand in the history as data; one that names none is taken for text. */
export function isData(contentType: string): boolean {
  const type = essence(contentType)
  return type === '' || jsonType.test(type) || textType.test(type)
}

/** The content type without its parameters. */
function essence(contentType: string): string {
  return (contentType.split(';')[0] ?? '').trim().toLowerCase()
}

function decode({ bytes, contentType }: Answer): string {
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // A charset that nobody knows: UTF-8 is the likeliest, and shows what is wrong where it is not.
    return new TextDecoder().decode(bytes)
  }
}
