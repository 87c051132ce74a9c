import { randomBytes } from 'node:crypto'

const tailEnd = 2 ** 48

/**
 * Makes ids of 24 hex characters that sort in the order in which they are made, also within a millisecond and when the clock is set
 * back: 48 bits of time, then 48 bits that are random at first and go up by one.
 */
export function createRecordIds(): (at: number) => string {
  let time = 0
  let tail = 0
  return (at) => {
    if (at > time) {
      time = at
      tail = randomTail()
    } else tail += 1
    if (tail >= tailEnd) {
      time += 1
      tail = randomTail()
    }
    return hex(time) + hex(tail)
  }
}

/** Leaves half of them free to go up into. */
function randomTail(): number {
  return Math.floor(randomBytes(6).readUIntBE(0, 6) / 2)
}

function hex(number: number): string {
  return number.toString(16).padStart(12, '0')
}
