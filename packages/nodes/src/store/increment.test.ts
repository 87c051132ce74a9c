import { createMemoryHost, testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { storeIncrement } from './increment.ts'

const host = () => createMemoryHost(Date.now)

test('starts at the amount, adds to numbers and to texts that are numbers', async () => {
  const parts = host()
  expect(await testNode(storeIncrement, { with: { key: 'n', by: 5 }, host: parts })).toMatchObject({ output: 5 })
  expect(await testNode(storeIncrement, { with: { key: 'n', by: -2 }, host: parts })).toMatchObject({ output: 3 })
  await parts.values.set('workflow', 'n', '40')
  expect(await testNode(storeIncrement, { with: { key: 'n', by: 2 }, host: parts })).toMatchObject({ output: 42 })
})

test.each([[[1]], ['many'], [''], [null], [true], [{ n: 1 }]])('refuses to add to %j', async (value) => {
  const parts = host()
  await parts.values.set('workflow', 'n', value)
  await expect(testNode(storeIncrement, { with: { key: 'n' }, host: parts })).rejects.toMatchObject({ code: 'VALUE_UNFIT' })
  expect(await parts.values.get('workflow', 'n')).toEqual(value)
})
