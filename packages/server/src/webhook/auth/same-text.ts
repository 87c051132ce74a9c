import { hash, timingSafeEqual } from 'node:crypto'

/** Compares without telling by its time how much was right, or how long the secret is. */
export function isSameText(one: string, other: string): boolean {
  return timingSafeEqual(digestOf(one), digestOf(other))
}

/** Looks at all of them, so that the time does not tell which one it was. */
export function isOneOf(given: string, wanted: readonly string[]): boolean {
  let isFound = false
  for (const one of wanted) if (isSameText(given, one)) isFound = true
  return isFound
}

function digestOf(text: string): Buffer {
  // At once: an object for each hash would cost more than the hash.
  return hash('sha256', text, 'buffer')
}
