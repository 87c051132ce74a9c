import { expect, test } from 'vitest'
import { dueTimes } from './due-times.ts'

const minute = 60_000
const hourly = { next: (after: number) => (Math.floor(after / 3_600_000) + 1) * 3_600_000 }
const at = (hour: number, minutes = 0) => hour * 3_600_000 + minutes * minute

test.each(['all', 'last', 'none'] as const)('with missed: %s, a time that has just come fires, and the next one follows', (missed) => {
  expect(dueTimes({ ...hourly, missed }, at(3), at(3) + 5)).toEqual({ fire: [at(3)], last: at(3), next: at(4) })
})

test.each([
  ['all', [at(3), at(4), at(5)]],
  ['last', [at(5)]],
  ['none', []],
] as const)('after an outage, missed: %s makes up for %j', (missed, fire) => {
  expect(dueTimes({ ...hourly, missed }, at(3), at(5, 30))).toEqual({ fire, last: at(5), next: at(6) })
})

test('with missed: none the latest time still fires when it is at most a minute late', () => {
  expect(dueTimes({ ...hourly, missed: 'none' }, at(3), at(5, 1)).fire).toEqual([at(5)])
  expect(dueTimes({ ...hourly, missed: 'none' }, at(3), at(5, 1) + 1).fire).toEqual([])
})

test('of very many missed times the latest thousand are made up for', () => {
  const { fire, last } = dueTimes({ ...hourly, missed: 'all' }, at(1), at(5000))
  expect([fire.length, fire[0], last]).toEqual([1000, at(4001), at(5000)])
})

test('a schedule that has ended has no next time', () => {
  expect(dueTimes({ next: () => undefined, missed: 'last' }, 7, 9)).toEqual({ fire: [7], last: 7, next: undefined })
})

test('a long outage is not walked through time by time', () => {
  let calls = 0
  const counted = (after: number) => {
    calls++
    return (Math.floor(after / minute) + 1) * minute
  }
  expect(dueTimes({ next: counted, missed: 'last' }, at(1), at(9000)).fire).toEqual([at(9000)])
  expect(dueTimes({ next: counted, missed: 'all' }, at(1), at(9000)).fire).toHaveLength(1000)
  expect(calls).toBeLessThan(5_000)
})
