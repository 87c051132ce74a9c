import { expect, test } from 'vitest'
import { mapInTurns } from './map-in-turns.ts'

test('what takes long lets others have their turn, and everything is done in order', async () => {
  const spin = (until: number) => {
    while (performance.now() < until);
  }
  const items = Array.from({ length: 30 }, (_, index) => index)
  let turns = 0
  let isOver = false
  const beside = () => {
    turns++
    if (!isOver) setImmediate(beside)
  }
  setImmediate(beside)
  const results = await mapInTurns(items, (item) => {
    spin(performance.now() + 2)
    return item * 2
  })
  isOver = true
  expect(results).toEqual(items.map((item) => item * 2))
  expect(turns).toBeGreaterThan(3)
})

test('what is short is done at once', async () => {
  let isDone = false
  const done = mapInTurns([1, 2], (item) => item).then(() => {
    isDone = true
  })
  await Promise.resolve()
  await Promise.resolve()
  await Promise.resolve()
  expect(isDone).toBe(true)
  await done
})
