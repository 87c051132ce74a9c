import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { stopNode } from './stop.ts'

test('ends the execution as a success with what came in', async () => {
  expect(await testNode(stopNode, { with: {}, input: { id: 7 } })).toEqual({ type: 'stop', status: 'success', output: { id: 7 } })
})

test('ends it as failed, with a message and another result', async () => {
  expect(await testNode(stopNode, { with: { status: 'failed', message: 'No stock', output: null }, input: 7 })).toEqual({
    type: 'stop',
    status: 'failed',
    message: 'No stock',
    output: null,
  })
})

test('as failed it leaves no output unless one is given', async () => {
  expect(await testNode(stopNode, { with: { status: 'failed' }, input: { id: 7 } })).toEqual({
    type: 'stop',
    status: 'failed',
    output: null,
  })
})

test('ends its own path only when told to, and never as failed', async () => {
  const result = await testNode(stopNode, { with: { ends: 'path' }, input: 7 })
  expect(result).toEqual({ type: 'stop', status: 'success', output: 7, only: 'path' })
  expect(stopNode.checkParams({ status: 'failed', ends: 'path' })).toMatchObject([{ path: ['ends'] }])
})
