import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { storeGet } from './get.ts'
import { storeSet } from './set.ts'

const now = Date.UTC(2026, 0, 1)

test('a value of any kind comes back as it was set', async () => {
  const host = createMemoryHost(() => now)
  for (const value of [0, '', false, [], { a: [null, 1.5] }, null, 'text']) {
    await testNode(storeSet, { with: { key: 'k', value }, host, now })
    expect(await testNode(storeGet, { with: { key: 'k' }, host, now })).toEqual({ type: 'done', output: value })
  }
})

test('workflow and account have a space each', async () => {
  const host = createMemoryHost(() => now)
  await testNode(storeSet, { with: { key: 'k', value: 1, scope: 'account' }, host, now })
  await testNode(storeSet, { with: { key: 'k', value: 2 }, host, now })
  expect(await testNode(storeGet, { with: { key: 'k', scope: 'account' }, host, now })).toMatchObject({ output: 1 })
})

test('a missing key gives the default, null too, and fails without one, naming the key', async () => {
  expect(await testNode(storeGet, { with: { key: 'k', default: null } })).toMatchObject({ output: null })
  await expect(testNode(storeGet, { with: { key: 'no/such' } })).rejects.toMatchObject({
    code: 'VALUE_MISSING',
    message: expect.stringContaining('no/such'),
  })
})
