import { expect, test } from 'vitest'
import { createClock, systemClock } from './clock.ts'

/** Time that goes on only when it is told to; the callbacks come in order. */
function open({ earlyMs = 0 } = {}) {
  let wall = 1_000_000
  let steady = 0
  let slept = 0
  const sleepers = new Set<{ readonly at: number; readonly callback: () => void }>()
  const clock = createClock(
    {
      wall: () => Math.floor(wall),
      steady: () => steady,
      slept: () => slept,
      sleep(ms, callback) {
        const sleeper = { at: steady + ms - earlyMs, callback }
        sleepers.add(sleeper)
        return () => sleepers.delete(sleeper)
      },
    },
    { lookEveryMs: 10_000, longestSleepMs: 60_000 },
  )
  function pass(ms: number): void {
    const end = steady + ms
    for (;;) {
      const [next] = [...sleepers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)
      if (next === undefined) break
      sleepers.delete(next)
      wall += next.at - steady
      steady = next.at
      next.callback()
    }
    wall += end - steady
    steady = end
  }
  const moves: number[] = []
  const rings: number[] = []
  return {
    clock,
    moves,
    rings,
    pass,
    listen: () => clock.onMoved((byMs) => moves.push(byMs)),
    ringAt: (at: number) => clock.wakeAt(at, () => rings.push(steady)),
    ringAfter: (ms: number) => clock.wakeAfter(ms, () => rings.push(steady)),
    set: (byMs: number) => {
      wall += byMs
    },
    sleepMachine: (ms: number) => {
      wall += ms
      slept += ms
    },
    sleeping: () => sleepers.size,
  }
}

test.each([3_600_000, -3_600_000, 86_400_000, -600_000])('tells of a move by %d ms once, within ten seconds', (byMs) => {
  const { listen, set, pass, moves } = open()
  listen()
  pass(25_000)
  set(byMs)
  pass(10_000)
  expect(moves).toEqual([byMs])
  pass(3_600_000)
  expect(moves).toEqual([byMs])
})

test('a leap second is no move, nor is time that passes', () => {
  const { listen, set, pass, moves } = open()
  listen()
  set(-1_000)
  pass(86_400_000)
  expect(moves).toEqual([])
})

test('moves that are small each, but not together, are told when they are two seconds', () => {
  const { listen, set, pass, moves } = open()
  listen()
  for (let count = 0; count < 5; count++) {
    set(-700)
    pass(10_000)
  }
  expect(moves).toEqual([-2_100])
})

test('a clock that stands still is told of as one that is set back again and again', () => {
  const { listen, set, pass, moves } = open()
  listen()
  for (let second = 0; second < 60; second++) {
    pass(1_000)
    set(-1_000)
  }
  expect(moves.reduce((sum, byMs) => sum + byMs, 0)).toBeLessThan(-49_000)
})

test('when the machine has slept, time has passed: nobody has set the clock', () => {
  const { listen, sleepMachine, pass, moves, ringAt, rings, clock } = open()
  listen()
  ringAt(clock.now() + 3_600_000)
  sleepMachine(8 * 3_600_000)
  pass(10_000)
  expect(moves).toEqual([])
  expect(rings).toHaveLength(1)
})

test('an alarm rings by the clock on the wall, also when that is set', () => {
  const { ringAt, rings, set, pass, listen, clock } = open()
  listen()
  ringAt(clock.now() + 3_600_000)
  set(1_800_000)
  pass(1_799_000)
  expect(rings).toEqual([])
  pass(2_000)
  expect(rings).toEqual([1_800_000])
})

test.each([3_600_000, -3_600_000])('an alarm for a length of time lasts as long as it is, though the clock is set by %d ms', (byMs) => {
  const { ringAfter, rings, set, pass, listen } = open()
  listen()
  ringAfter(30_000)
  set(byMs)
  pass(29_000)
  expect(rings).toEqual([])
  pass(1_000)
  expect(rings).toEqual([30_000])
})

test('whoever listens hears of a move before an alarm rings, and may call that off', () => {
  const { clock, set, pass, rings, ringAt } = open()
  const stop = ringAt(clock.now() + 5_000)
  clock.onMoved(() => stop())
  set(3_600_000)
  pass(60_000)
  expect(rings).toEqual([])
})

test.each([3_600_000, -3_600_000])('whoever is told the time after a move by %d ms has heard of it', (byMs) => {
  const { listen, set, pass, moves, clock } = open()
  listen()
  pass(1_000)
  clock.now()
  set(byMs)
  expect(moves).toEqual([])
  clock.now()
  expect(moves).toEqual([byMs])
  set(-byMs)
  clock.now()
  expect(moves).toEqual([byMs, -byMs])
})

test('an alarm that is called off sleeps no more, and nobody is looked for when nobody listens', () => {
  const { ringAt, rings, pass, listen, sleeping, clock } = open()
  const stopListening = listen()
  const stop = ringAt(clock.now() + 600_000)
  pass(61_000)
  stop()
  stopListening()
  expect(sleeping()).toBe(0)
  pass(1_000_000)
  expect(rings).toEqual([])
})

test('the clock of this machine has not been set in this moment', async () => {
  const moves: number[] = []
  const stop = systemClock.onMoved((byMs) => moves.push(byMs))
  await new Promise<void>((resolve) => systemClock.wakeAt(systemClock.now() + 20, resolve))
  systemClock.look()
  stop()
  expect(moves).toEqual([])
})

test('an alarm never rings before its time, however early a timer is', () => {
  // A timer counts whole milliseconds of another clock, and so is early by a part of one at times.
  const { clock, ringAt, pass, rings } = open({ earlyMs: 0.4 })
  const at = clock.now() + 1_000
  ringAt(at)
  pass(999.9)
  expect(rings).toEqual([])
  pass(1)
  expect(rings).toHaveLength(1)
  expect(clock.now()).toBeGreaterThanOrEqual(at)
})
