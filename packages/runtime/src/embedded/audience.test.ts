import { expect, test } from 'vitest'
import { createAudience } from './audience.ts'

const end = (executionId: string) => ({ executionId, status: 'success', result: 1, startedAt: 1, finishedAt: 2 }) as const
const response = { status: 200, headers: {}, body: 1 }

test('everybody who asked hears of the end, and an end that nobody asked about is not kept', async () => {
  const audience = createAudience()
  audience.tellEnd('e', end('early'))
  const asked = [audience.finished('e'), audience.finished('e')]
  audience.tellEnd('other', end('other'))
  audience.tellEnd('e', end('e'))
  expect(await Promise.all(asked)).toEqual([end('e'), end('e')])
})

test('an answer comes before the end; without one the end answers with nothing', async () => {
  const audience = createAudience()
  const [answered, silent] = [audience.responded('one'), audience.responded('two')]
  audience.tellResponse('one', response)
  audience.tellResponse('nobody', response)
  expect(await answered).toEqual(response)
  audience.tellEnd('two', end('two'))
  expect(await silent).toBeUndefined()
})

test('a failure is told to all who asked, and to nobody as an unhandled one', async () => {
  const audience = createAudience()
  const finished = audience.finished('e')
  audience.tellFailure('e', new Error('lost'))
  await expect(finished).rejects.toThrow('lost')
  const later = audience.finished('e')
  audience.tellEnd('e', end('e'))
  expect(await later).toEqual(end('e'))
})

test('closing tells all that are left', async () => {
  const audience = createAudience()
  const left = [audience.finished('one'), audience.responded('two')]
  audience.close(new Error('closing'))
  for (const one of left) await expect(one).rejects.toThrow('closing')
})
