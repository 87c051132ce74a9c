import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPacedRead } from './paced-read.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('reads at once, and once more after the pause for all that was asked meanwhile', async () => {
  const reads: number[] = []
  const paced = createPacedRead(async () => reads.push(performance.now()), 100)
  const began = performance.now()
  for (let count = 0; count < 5; count++) paced.ask()
  await vi.advanceTimersByTimeAsync(1_000)
  paced.ask()
  expect(reads.map((at) => at - began)).toEqual([0, 100, 1_000])
})

test('waits for a slow read, and pauses as long as it took', async () => {
  const began = performance.now()
  const reads: number[] = []
  const paced = createPacedRead(() => {
    reads.push(performance.now() - began)
    return new Promise((resolve) => setTimeout(resolve, 300))
  }, 100)
  paced.ask()
  const busy = setInterval(() => paced.ask(), 20)
  await vi.advanceTimersByTimeAsync(1_250)
  clearInterval(busy)
  expect(reads).toEqual([0, 600, 1_200])
})

test('reads no more once it is closed, even when it was reading', async () => {
  let reads = 0
  const paced = createPacedRead(async () => {
    reads += 1
  }, 100)
  paced.ask()
  paced.ask()
  paced.close()
  paced.ask()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(reads).toBe(1)
})
