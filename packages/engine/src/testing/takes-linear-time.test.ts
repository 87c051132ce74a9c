import { expect, test } from 'vitest'
import { takesLinearTime } from './takes-linear-time.ts'

function spin(rounds: number): number {
  let sum = 0
  for (let round = 0; round < rounds; round++) sum += round % 7
  return sum
}

test('work that grows with its size is linear, and so is work for which waiting takes the longest', async () => {
  await takesLinearTime(2_000_000, spin)
  await takesLinearTime(1_000_000, async (size) => {
    await Promise.resolve()
    spin(size)
  })
})

test('work that grows with the square of its size is told', async () => {
  await expect(takesLinearTime(16_000, (size) => spin(size * size))).rejects.toThrow(/^Not linear: .* for 2000, and .* for 16000$/)
})
