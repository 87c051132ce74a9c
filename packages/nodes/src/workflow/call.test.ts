import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { workflowCall } from './call.ts'

test('calls the newest version and waits', async () => {
  expect(await testNode(workflowCall, { with: { workflow: 'score_order' } })).toEqual({
    type: 'call',
    workflow: 'score_order',
    inputs: {},
    wait: true,
  })
})

test('calls a version with inputs, without waiting', async () => {
  const params = { workflow: 'score_order', version: 2, inputs: { order: { id: 7 } }, wait: false }
  expect(await testNode(workflowCall, { with: params })).toEqual({ type: 'call', ...params })
})

test.each(['Score order', '../x', ''])('%j is not a workflow id', (workflow) => {
  expect(workflowCall.checkParams({ workflow })).toMatchObject([{ path: ['workflow'] }])
})
