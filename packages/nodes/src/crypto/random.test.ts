import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { cryptoRandom } from './random.ts'

test('draws as many bytes as asked, another each time', async () => {
  const draw = () => testNode(cryptoRandom, { with: { bytes: 16 } })
  expect(await draw()).toMatchObject({ output: expect.stringMatching(/^[0-9a-f]{32}$/) })
  expect(await draw()).not.toEqual(await draw())
})

test('draws whole numbers with both ends', async () => {
  const drawn = await Promise.all(Array.from({ length: 200 }, () => testNode(cryptoRandom, { with: { min: 1, max: 2 } })))
  expect(new Set(drawn.map((result) => result.type === 'done' && result.output))).toEqual(new Set([1, 2]))
})

test.each([{ min: 1 }, { min: 2, max: 1 }, { min: 0, max: Number.MAX_SAFE_INTEGER }])('%j is a mistake', (params) => {
  expect(cryptoRandom.checkParams(params)).toMatchObject([{ path: ['max'] }])
})
