import { expect, test } from 'vitest'
import { ownAddresses } from './own-addresses.ts'

const source = `id: hello
triggers:
  web: { type: webhook, with: { path: /hello/:name } }
  free: { type: webhook, with: { path: /free } }
  ask: { type: function, with: { name: quote } }
  page: { type: form, with: { path: /hello } }
  nightly: { type: schedule, with: { cron: "0 2 * * *" } }
nodes: {}
`
const taken = new Set(['/webhook/hello/:name', '/api/v1/functions/quote', '/webhook/hello', '/chat/hello'])

test('addresses that are taken get the id in front, the others stay', () => {
  expect(ownAddresses(source, 'my_hello', taken)).toEqual([
    { type: 'set', path: ['triggers', 'web', 'with', 'path'], value: '/my-hello/hello/:name' },
    { type: 'set', path: ['triggers', 'ask', 'with', 'name'], value: 'my_hello' },
  ])
  expect(ownAddresses(source, 'my_hello', new Set())).toEqual([])
})

test.each(['', 'nodes: [', 'triggers: 3', 'triggers: { a: 3, b: { type: webhook }, c: { type: constructor, with: {} } }'])(
  'of %j nothing is changed',
  (text) => {
    expect(ownAddresses(text, 'a', taken)).toEqual([])
  },
)
