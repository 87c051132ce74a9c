import type { Random } from '../support/random.ts'

/** What nobody sane would send, as text. */
export const evilTexts: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u2028',
  '💥',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '../../etc/passwd',
  '..%2f..%2f',
  '%',
  '%00',
  '%zz',
  '%ff%fe',
  'null',
  'true',
  '-1',
  '1e999',
  'NaN',
  '0x10',
  '9007199254740993',
  '{{ trigger }}',
  '{{ secrets.x }}',
  "{{ ''.constructor.constructor('return process')() }}",
  '=1+1',
  "'; DROP TABLE execution; --",
  '<script>alert(1)</script>',
  '[',
  '{',
  '"',
  '\\',
  '--',
  '*',
  'a'.repeat(300),
  'a'.repeat(20_000),
  '['.repeat(3000),
  '{"a":'.repeat(1000),
  '2027-13-45T99:99:99Z',
  '0001-01-01T00:00:00Z',
  'eyJhIjoxfQ==',
]

const evilKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  ' ',
  '\u0000',
  '💥',
  'a.b',
  'a[0]',
  'x'.repeat(500),
]

/** Any JSON, as often odd as plain. */
export function evilJson(random: Random, depth = 4): unknown {
  const kind = random.below(depth > 0 ? 9 : 6)
  switch (kind) {
    case 0:
      return random.pick([null, true, false])
    case 1:
      return random.pick([0, -0, -1, 1.5, 1e308, -1e308, 2 ** 53, 5e-324, 100, 1_000_000])
    case 2:
    case 3:
      return random.pick(evilTexts)
    case 4:
      return random.pick<unknown>([{}, { length: { toString: 1, valueOf: 1 } }, { toJSON: 1, constructor: { prototype: {} } }])
    case 5:
      return []
    case 6:
      return Array.from({ length: random.below(5) }, () => evilJson(random, depth - 1))
    default:
      return objectOf(Array.from({ length: random.below(4) }, () => [random.pick(evilKeys), evilJson(random, depth - 1)]))
  }
}

/** Nested so deep, whatever it is made of. */
export function deepJson(random: Random): string {
  const depth = random.pick([10, 511, 513, 3000, 100_000])
  return random.next() < 0.5 ? '['.repeat(depth) + ']'.repeat(depth) : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
}

/** A copy with one or a few things wrong in it. */
export function mutatedJson(random: Random, value: unknown): unknown {
  if (random.next() < 0.15) return evilJson(random)
  if (Array.isArray(value) && value.length > 0 && random.next() < 0.8) {
    const at = random.below(value.length)
    return random.next() < 0.2 ? [...value, ...value] : value.map((item, index) => (index === at ? mutatedJson(random, item) : item))
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return mutatedMap(random, Object.entries(value))
  return random.next() < 0.5 ? evilJson(random) : `${value}${random.pick(evilTexts)}`
}

function mutatedMap(random: Random, entries: readonly (readonly [string, unknown])[]): unknown {
  const choice = random.below(5)
  const at = random.below(Math.max(1, entries.length))
  if (choice === 0) return objectOf(entries.filter((_, index) => index !== at))
  if (choice === 1) return objectOf([...entries, [random.pick(evilKeys), evilJson(random)]])
  if (choice === 2) return objectOf(entries.map(([key, value], index) => [index === at ? random.pick(evilKeys) : key, value]))
  return objectOf(entries.map(([key, value], index) => [key, index === at ? mutatedJson(random, value) : value]))
}

/** With `__proto__` as a key of its own, which a literal would take for the prototype. */
function objectOf(entries: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(entries)
}

/** A copy with bytes lost, doubled, changed or put in. */
export function mutatedBytes(random: Random, text: string): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(text)
  const at = random.below(bytes.length + 1)
  const until = at + random.below(40)
  switch (random.below(6)) {
    case 0:
      return Buffer.from(bytes.subarray(0, at))
    case 1:
      return Buffer.concat([bytes.subarray(0, until), bytes.subarray(at)])
    case 2:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(evilTexts)), bytes.subarray(at)])
    case 3:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([random.below(256), random.below(256)]), bytes.subarray(at)])
    case 4:
      return Buffer.from(bytes.toString('utf8'), 'utf16le')
    default:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(until)])
  }
}
