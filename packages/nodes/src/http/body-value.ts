import { isUtf8 } from 'node:buffer'
import type { Json } from '@millrace/engine'
import { FatalError } from '@millrace/kit'
import type { Answer } from './answer.ts'

/** Deeper than any real document; what is deeper still would overflow the stack of whoever walks it later. */
const deepest = 500
const previewCharacters = 1000

/** The body as JSON data, by its content type unless the user says what it is. */
export function bodyValue(answer: Answer, as: 'auto' | 'json' | 'text'): Json {
  switch (as) {
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
  if (isText(answer)) return decode(answer)
  return { base64: Buffer.from(answer.bytes).toString('base64'), contentType: answer.contentType }
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

function isJson(answer: Answer): boolean {
  return /^[a-z]+\/([^;]*\+)?json$/.test(essence(answer))
}

function isText(answer: Answer): boolean {
  const type = essence(answer)
  if (type === '') return isUtf8(answer.bytes)
  return type.startsWith('text/') || /^application\/(.*\+)?(xml|yaml|javascript|x-www-form-urlencoded|x-ndjson)$/.test(type)
}

/** The content type without its parameters. */
function essence({ contentType }: Answer): string {
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
