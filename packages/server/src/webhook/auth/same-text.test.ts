import { expect, test } from 'vitest'
import { isOneOf, isSameText } from './same-text.ts'

test.each([
  ['', '', true],
  ['a', 'a', true],
  ['a', 'b', false],
  ['a', 'aa', false],
  ['', 'a', false],
  ['é', 'e\u0301', false],
])('%j and %j: %j', (one, other, isSame) => {
  expect([isSameText(one, other), isOneOf(one, ['x', other]), isOneOf(one, [])]).toEqual([isSame, isSame || one === 'x', false])
})

test('attack 27: the time does not tell how much of a secret was right', () => {
  // So long that a comparison which ends at the first difference would be a thousand times as fast there.
  const length = 200_000
  const secret = 'a'.repeat(length)
  const [early, late] = [`b${'a'.repeat(length - 1)}`, `${'a'.repeat(length - 1)}b`]
  const times = { early: [] as number[], late: [] as number[] }
  for (let round = 0; round < 41; round++) {
    times.early.push(timeOf(() => isSameText(early, secret)))
    times.late.push(timeOf(() => isSameText(late, secret)))
  }
  const ratio = median(times.late) / median(times.early)
  expect(ratio).toBeGreaterThan(1 / 3)
  expect(ratio).toBeLessThan(3)
})

function timeOf(run: () => unknown): number {
  const startedAt = performance.now()
  run()
  return performance.now() - startedAt
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0
}
