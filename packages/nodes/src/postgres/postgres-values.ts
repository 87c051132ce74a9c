import type { Json } from '@millrace/engine'
import { types } from 'pg'

/** The types of the package tell of a later version of this function. */
const arrayParser = types.arrayParser as unknown as { create(text: string, read: Reader): { parse(): Json[] } }

type Reader = (text: string) => Json

const readers: Readonly<Record<number, Reader>> = {
  16: (text) => text === 't',
  17: bytes,
  20: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  21: Number,
  23: Number,
  26: Number,
  114: JSON.parse,
  700: real,
  701: real,
  1114: (text) => text.replace(' ', 'T'),
  1184: moment,
  3802: JSON.parse,
}

/** Of arrays, by the type of their elements. */
const arrays: Readonly<Record<number, number>> = {
  199: 114,
  1000: 16,
  1001: 17,
  1005: 21,
  1007: 23,
  1009: 25,
  1014: 1042,
  1015: 1043,
  1016: 20,
  1021: 700,
  1022: 701,
  1115: 1114,
  1182: 1082,
  1185: 1184,
  1231: 1700,
  2951: 2950,
  3807: 3802,
}

/** JSON of the text that PostgreSQL sends. What JSON has no kind for stays that text: numeric, date, interval, uuid, ranges and all others. */
export function readerOf(type: number): Reader {
  const element = arrays[type]
  if (element === undefined) return readers[type] ?? String
  const read = readers[element] ?? String
  return (text) => arrayParser.create(text, read).parse()
}

function real(text: string): Json {
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}

function bytes(text: string): Json {
  return text.startsWith('\\x') ? Buffer.from(text.slice(2), 'hex').toString('base64') : text
}

/** In UTC, whatever zone the session has, with all digits of its second: `Date` knows milliseconds only. */
function moment(text: string): Json {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/.exec(text)
  if (!parts) return text // infinity, before Christ, after 9999
  const [, day, time, fraction = '', sign, hours, minutes = 0, seconds = 0] = parts
  const offsetSeconds = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  const at = Date.parse(`${day}T${time}Z`) - (sign === '+' ? offsetSeconds : -offsetSeconds) * 1000
  return `${new Date(at).toISOString().slice(0, 19)}${fraction}Z`
}
