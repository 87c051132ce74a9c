import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { respondNode } from './respond.ts'

test('answers 200 with what came in', async () => {
  expect(await testNode(respondNode, { with: {}, input: { id: 7 } })).toEqual({
    type: 'respond',
    response: { status: 200, headers: {}, body: { id: 7 } },
    output: { id: 7 },
  })
})

test('answers with status, headers and body', async () => {
  const params = { status: 303, headers: { Location: '/x', 'X-Count': 3, 'X-None': null }, body: null }
  expect(await testNode(respondNode, { with: params, input: 7 })).toEqual({
    type: 'respond',
    response: { status: 303, headers: { location: '/x', 'x-count': '3' }, body: null },
    output: null,
  })
})

test.each([
  ['a status that ends nothing', { status: 100 }],
  ['a status that is none', { status: 700 }],
  ['a line break in a header', { headers: { location: '/a\r\nset-cookie: b' } }],
])('%s is refused', async (_what, params) => {
  expect(respondNode.checkParams(params)).toHaveLength(1)
  await expect(testNode(respondNode, { with: params })).rejects.toMatchObject({ code: 'BAD_PARAMS' })
})
