import { expect, test } from 'vitest'
import { createSimulatedClock } from '../testing/simulated-clock.ts'
import { createAlarm } from './alarm.ts'

function open() {
  const clock = createSimulatedClock(0)
  const rings: number[] = []
  const alarm = createAlarm(clock, () => rings.push(clock.now()))
  return { clock, rings, alarm }
}

test('it rings once, at the earliest time it was set to', async () => {
  const { clock, rings, alarm } = open()
  alarm.setFor(500)
  alarm.setFor(200)
  alarm.setFor(900)
  await clock.advance(2000)
  expect(rings).toEqual([200])
})

test('it can be set again after it has rung, also from its ring', async () => {
  const clock = createSimulatedClock(0)
  const rings: number[] = []
  const alarm = createAlarm(clock, () => {
    rings.push(clock.now())
    if (rings.length < 3) alarm.setFor(clock.now() + 100)
  })
  alarm.setFor(100)
  await clock.advance(1000)
  expect(rings).toEqual([100, 200, 300])
  alarm.setFor(1100)
  await clock.advance(1000)
  expect(rings).toHaveLength(4)
})

test('it rings when the clock is set back, and not again for what it was set to', async () => {
  const { clock, rings, alarm } = open()
  alarm.setFor(60_000)
  clock.set(-3_600_000)
  clock.look()
  expect(rings).toEqual([-3_600_000])
  await clock.advance(2 * 3_600_000)
  expect(rings).toHaveLength(1)
  clock.set(-3_600_000)
  clock.look()
  expect(rings).toHaveLength(1)
})

test('a time that has passed rings at once', async () => {
  const { clock, rings, alarm } = open()
  await clock.advance(1000)
  alarm.setFor(10)
  await clock.advance(0)
  expect(rings).toEqual([1000])
})

test('once closed it rings no more', async () => {
  const { clock, rings, alarm } = open()
  alarm.setFor(100)
  alarm.close()
  await clock.advance(1000)
  expect(rings).toEqual([])
})
