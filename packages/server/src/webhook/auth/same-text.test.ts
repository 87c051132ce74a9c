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
  // The least of many rounds is what it takes while nobody disturbs.
  let [earlyMs, lateMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < 100; round++) {
    earlyMs = Math.min(
      earlyMs,
      timeOf(() => isSameText(early, secret)),
    )
    lateMs = Math.min(
      lateMs,
      timeOf(() => isSameText(late, secret)),
    )
  }
  const ratio = lateMs / earlyMs
  expect(ratio).toBeGreaterThan(1 / 3)
  expect(ratio).toBeLessThan(3)
})

function timeOf(run: () => unknown): number {
  const startedAt = performance.now()
  run()
  return performance.now() - startedAt
}
