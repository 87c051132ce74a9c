import { expect, test } from 'vitest'
import { createInTurn } from './in-turn.ts'

test('work of one key waits for what was asked before, also when that fails; that of another key does not', async () => {
  const inTurn = createInTurn()
  const done: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = inTurn('a', async () => {
    await gate.promise
    done.push('a1')
    throw new Error('no')
  })
  const second = inTurn('a', async () => done.push('a2'))
  await inTurn('b', async () => done.push('b'))
  expect(done).toEqual(['b'])
  gate.resolve()
  await expect(first).rejects.toThrow('no')
  await second
  expect(done).toEqual(['b', 'a1', 'a2'])
})
