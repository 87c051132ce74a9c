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

test('sends a file in place of the body', async () => {
  const file = { fileId: `f_${'0'.repeat(32)}`, name: 'a.pdf', mediaType: 'application/pdf', size: 3, sha256: 'x' }
  expect(await testNode(respondNode, { with: { file }, input: 7 })).toMatchObject({
    response: { status: 200, body: null, file: { fileId: file.fileId, name: 'a.pdf', mediaType: 'application/pdf' } },
    output: 7,
  })
  expect(respondNode.checkParams({ file, body: 1 })).toHaveLength(1)
})

test.each([
  ['/thanks?a=b#c', '/thanks?a=b#c'],
  ['https://shop.example.com/ü', 'https://shop.example.com/%C3%BC'],
  ['/a\tb', '/ab'],
])('leads on to %j', async (redirect, location) => {
  const result = await testNode(respondNode, { with: { redirect, redirectHosts: ['shop.example.com'] } })
  expect(result).toMatchObject({ response: { status: 303, headers: { location } } })
})

test.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  '/\t/evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://shop.example.com@evil.example/',
  'https://evil.example@shop.example.com/',
  'https://shop.example.com.evil.example/',
  'thanks',
  'https:/evil.example',
  '/.//evil.example/',
  '/%2e//evil.example/',
  '/x/..//evil.example/',
  '/./\\evil.example/',
])('attack 28: %j, which may have come in with the request, leads nowhere', async (redirect) => {
  const params = { redirect, redirectHosts: ['shop.example.com'] }
  await expect(testNode(respondNode, { with: params })).rejects.toMatchObject({ code: 'REDIRECT_REFUSED' })
})
