import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { stopNode } from './stop.ts'

test('ends the execution as a success with what came in', async () => {
  expect(await testNode(stopNode, { with: { status: 'success' }, input: { id: 7 } })).toEqual({
    type: 'stop',
    status: 'success',
    output: { id: 7 },
  })
})

test('ends it as failed, with a message and another result', async () => {
  expect(await testNode(stopNode, { with: { status: 'failed', message: 'No stock', output: null }, input: 7 })).toEqual({
    type: 'stop',
    status: 'failed',
    message: 'No stock',
    output: null,
  })
})

test('fails when nothing else is said, and succeeds when a result is', async () => {
  const failed = { type: 'stop', status: 'failed', output: null }
  expect(await testNode(stopNode, { with: {}, input: 7 })).toEqual({ ...failed, message: 'Workflow stopped' })
  expect(await testNode(stopNode, { with: { message: 'Out of stock' }, input: 7 })).toEqual({ ...failed, message: 'Out of stock' })
  expect(await testNode(stopNode, { with: { output: 'a' }, input: 7 })).toEqual({ type: 'stop', status: 'success', output: 'a' })
})

test('as failed it leaves no output unless one is given', async () => {
  expect(await testNode(stopNode, { with: { status: 'failed' }, input: { id: 7 } })).toEqual({
    type: 'stop',
    status: 'failed',
    message: 'Workflow stopped',
    output: null,
  })
})

test('ends its own path only when told to, and never as failed', async () => {
  const result = await testNode(stopNode, { with: { ends: 'path' }, input: 7 })
  expect(result).toEqual({ type: 'stop', status: 'success', output: 7, only: 'path' })
  expect(stopNode.checkParams({ status: 'failed', ends: 'path' })).toMatchObject([{ path: ['ends'] }])
})
