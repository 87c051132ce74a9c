import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { storeDelete } from './delete.ts'
import { storeSet } from './set.ts'

test('tells whether there was a value', async () => {
  const host = createMemoryHost(Date.now)
  await testNode(storeSet, { with: { key: 'k', value: 1 }, host })
  expect(await testNode(storeDelete, { with: { key: 'k' }, host })).toMatchObject({ output: { deleted: 1 } })
  expect(await testNode(storeDelete, { with: { key: 'k' }, host })).toMatchObject({ output: { deleted: 0 } })
})

test('deletes all that begin alike, however many, and no other', async () => {
  const host = createMemoryHost(Date.now)
  for (let i = 0; i < 450; i += 1) await host.values.set('workflow', `seen/${i}`, i)
  await host.values.set('workflow', 'other', 1)
  await host.values.set('account', 'seen/1', 1)
  expect(await testNode(storeDelete, { with: { prefix: 'seen/' }, host })).toMatchObject({ output: { deleted: 450 } })
  expect(await host.values.get('workflow', 'other')).toBe(1)
  expect(await host.values.get('account', 'seen/1')).toBe(1)
})

test.each([{}, { key: 'k', prefix: 'k' }])('%j is a mistake', (params) => {
  expect(storeDelete.checkParams(params)).not.toEqual([])
})
