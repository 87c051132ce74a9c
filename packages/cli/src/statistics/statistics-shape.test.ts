import { expect, test } from 'vitest'
import { slotShape } from './statistics-shape.ts'

test.each([
  [3, 0, '100 %'],
  [2999, 1, '99.9 %'],
  [2, 1, '66.6 %'],
  [0, 3, '0.0 %'],
])('of %i successes and %i failures the rate is rounded down: one failure is never lost in it', (success, failed, rate) => {
  const total = success + failed
  const slot = {
    from: '2027-03-01T00:00:00.000Z',
    to: '2027-03-01T01:00:00.000Z',
    total,
    byStatus: { success, failed },
    successRate: success / total,
  }
  expect(slotShape.cells(slot)[5]).toBe(rate)
})
