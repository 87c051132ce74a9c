import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { waitApproval } from './approval.ts'

test('waits for a decision, and says what about', async () => {
  expect(await testNode(waitApproval, { with: { title: 'Refund {{ input.id }}?', details: '{{ input }}' }, input: { id: 7 } })).toEqual({
    type: 'signal',
    channel: 'token',
    about: { type: 'approval', title: 'Refund 7?', details: { id: 7 } },
  })
  expect(await testNode(waitApproval, { with: { title: 'x', message: 'm', timeout: '3d' }, now: 5 })).toMatchObject({
    until: 259_200_005,
    about: { type: 'approval', title: 'x', message: 'm' },
  })
})

test('its address may be read elsewhere, and each decision has its port', () => {
  expect(waitApproval.waits).toBe('token')
  expect(waitApproval.ports({})).toEqual(['approved', 'rejected'])
})

test.each([
  [{}, 'title'],
  [{ title: 'x'.repeat(201) }, 'title'],
  [{ title: 'x', timeout: 3 }, 'timeout'],
])('%j is a mistake', (params, place) => {
  expect(waitApproval.checkParams(params).map(({ path }) => path.join('.'))).toContain(place)
})
