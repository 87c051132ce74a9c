import type { Json } from '@millrace/engine'
import { type FieldPacket, Types } from 'mysql2'

const binary = 63

/** JSON of what the client gives for a column. What JSON has no kind for is a text: decimals, dates, and whole numbers beyond 2^53. */
export function plainValue(value: unknown, { columnType, characterSet }: FieldPacket): Json {
  if (value === null || value === undefined) return null
  switch (columnType) {
    case Types.TIMESTAMP:
      return zoned(String(value))
    case Types.DATETIME:
      return String(value).replace(' ', 'T')
    case Types.BIT:
      return value instanceof Uint8Array ? wholeNumber(value) : String(value)
    default:
      return plain(value, characterSet)
  }
}

function plain(value: unknown, characterSet: number | undefined): Json {
  if (value instanceof Uint8Array) return Buffer.from(value).toString(characterSet === binary ? 'base64' : 'utf8')
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  return typeof value === 'object' ? (value as Json) : String(value) // JSON and points, which the client has parsed.
}

/** The session is in UTC. A date of zeros is no date and stays as it is. */
function zoned(text: string): Json {
  return text.startsWith('0000') ? text : `${text.replace(' ', 'T')}Z`
}

function wholeNumber(bytes: Uint8Array): Json {
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
  return number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : String(number)
}
