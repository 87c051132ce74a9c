import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTurns, turnMs } from './turns.ts'

/** What has been done, and in which turn; each takes as long as it says. */
function open() {
  let now = 0
  let turn = 0
  const done: string[] = []
  const turns = createTurns(() => now)
  return {
    done,
    later: (name: string, ms: number, times = 1) => turns.later(() => work(name, ms, times)),
    async nextTurn() {
      turn++
      await nextTurn()
    },
  }

  function work(name: string, ms: number, times: number): void {
    done.push(`${turn} ${name}`)
    now += ms
    if (times > 1) turns.later(() => work(name, ms, times - 1))
  }
}

test('those that wait take turns, in the order in which they came', async () => {
  const { done, later, nextTurn: next } = open()
  later('long', turnMs, 3)
  later('short', 1)
  for (let turn = 0; turn < 6; turn++) await next()
  expect(done).toEqual(['1 long', '2 short', '2 long', '3 long'])
})

test('many short ones share a turn', async () => {
  const { done, later, nextTurn: next } = open()
  for (const name of ['a', 'b', 'c']) later(name, turnMs / 2)
  for (let turn = 0; turn < 3; turn++) await next()
  expect(done).toEqual(['1 a', '1 b', '2 c'])
})

test('long work is done in as many turns as it takes, and comes to what it returns', async () => {
  let now = 0
  let turn = 0
  const turns = createTurns(() => now)
  const pieces: number[] = []
  function* work() {
    for (let piece = 0; piece < 5; piece++) {
      pieces.push(turn)
      now += turnMs / 2
      yield
    }
    return 'whole'
  }
  const done = turns.work(work())
  for (turn = 1; turn < 4; turn++) await nextTurn()
  expect(await done).toBe('whole')
  expect(pieces).toEqual([0, 0, 1, 1, 2])
})

test('work that throws rejects, and those that wait have their turns all the same', async () => {
  const turns = createTurns(() => 0)
  const done: string[] = []
  function* work(): Generator<void, void, void> {
    yield
    throw new Error('broken')
  }
  await expect(turns.work(work())).rejects.toThrow('broken')
  turns.later(() => done.push('after'))
  await nextTurn()
  expect(done).toEqual(['after'])
})
