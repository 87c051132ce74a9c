import { createHash, randomBytes } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const timeDigits = 10
const chanceDigits = 16

/** 26 characters: ten for the millisecond, so that ids sort by time, and 80 bits of chance, so that nobody guesses one. The layout is ULID's. */
export function newExecutionId(now: number): string {
  const from = takeChance() // First, for it may fill the pool anew.
  return timeText(now) + chanceText(pool, from)
}

/** An id that sorts by this time; its other characters come from the first 16 bytes. */
export function executionIdAt(at: number, bytes: Buffer): string {
  return timeText(at) + chanceText(bytes, 0)
}

let lastAt = Number.NaN
let lastText = ''

/** Kept for the millisecond: hundreds of executions may begin in it. */
function timeText(at: number): string {
  if (at === lastAt) return lastText
  let text = ''
  for (let left = at, digit = 0; digit < timeDigits; digit++, left = Math.floor(left / 32)) text = alphabet.charAt(left % 32) + text
  lastAt = at
  lastText = text
  return text
}

function chanceText(bytes: Buffer, from: number): string {
  let text = ''
  const end = Math.min(from + chanceDigits, bytes.length)
  for (let index = from; index < end; index++) text += alphabet.charAt((bytes[index] ?? 0) & 31)
  return text
}

let pool = Buffer.alloc(0)
let taken = 0

/** Where the next bytes are. Cheap by the thousand and dear one id at a time: 3 % of a webhook's cost. Each byte is used once. */
function takeChance(): number {
  if (taken === pool.length) {
    pool = randomBytes(256 * chanceDigits)
    taken = 0
  }
  taken += chanceDigits
  return taken - chanceDigits
}

/** The id of an execution, or of an event, that an execution brings about once and no more, by what it is: asked for again, it is the same. */
export function followingExecutionId(id: string, what: 'on-failure' | 'replay' | 'retry' | 'end'): string {
  return calledExecutionId(id, what, 0)
}

/** The id of an execution that a step calls: the same for each repetition of one attempt, so that a repeated call is the same execution. */
export function calledExecutionId(caller: string, step: string, attempt: number): string {
  const digest = createHash('sha256').update(`${caller}\n${step}\n${attempt}`).digest()
  let id = caller.slice(0, timeDigits)
  for (const byte of digest.subarray(0, chanceDigits)) id += alphabet.charAt(byte & 31)
  return id
}
