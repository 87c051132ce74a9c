import { expect, test } from 'vitest'
import { chat } from './chat.ts'

test('takes a path and a title, and answers by a respond node unless told otherwise', () => {
  expect(chat.params.parse({ path: '/help', title: 'Help' })).toEqual({
    path: '/help',
    title: 'Help',
    respond: 'respond-node',
    rateLimit: { limit: 60, perMs: 60_000 },
  })
})

test.each([{}, { path: '/help' }, { path: 'help', title: 'Help' }, { path: '/help', title: '' }, { path: '/help', title: 'x', html: 'x' }])(
  '%j is refused',
  (params) => expect(chat.checkParams(params).length).toBeGreaterThan(0),
)

test('it has an address of its own', () => {
  expect(chat.addresses?.({ path: '/help', title: 'Help' })).toEqual(['/chat/help'])
})
