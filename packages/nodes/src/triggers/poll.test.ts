import { parseWorkflow } from '@millrace/engine'
import { expect, test } from 'vitest'
import { createStandardCatalog } from '../standard-catalog.ts'
import { poll } from './poll.ts'

const request = { type: 'http.request', with: { url: 'https://shop.example.com/orders?since={{ trigger.cursor }}' } }

function problemsOf(params: object): readonly string[] {
  const trigger = { type: 'poll', with: params }
  const source = JSON.stringify({
    id: 'w',
    triggers: { orders: trigger },
    nodes: { a: { type: 'log', with: { message: '{{ trigger.item.id }}' } } },
  })
  const parsed = parseWorkflow(source, createStandardCatalog())
  return (parsed.ok ? parsed.warnings : parsed.problems).map(({ code, path }) => `${code} at ${path.slice(2).join('.')}`)
}

function look(params: object) {
  const looking = poll.look?.({ node: request, ...params })
  if (looking === undefined) throw new Error('It looks.')
  return looking
}

test('a node, what of it is new, and where to go on make a poll', () => {
  expect(problemsOf({ node: request, items: '{{ input.body.orders }}', id: 'number', cursor: '{{ input.body.until }}' })).toEqual([])
  expect(look({ every: '1m', batch: true, from: 'beginning' })).toMatchObject({ everyMs: 60_000, isBatch: true, startsFrom: 'beginning' })
})

test.each([
  [{}, ['INVALID_PARAM at with.node']],
  [{ node: { type: 'http.rekwest' } }, ['UNKNOWN_NODE_TYPE at with.node.type']],
  [{ node: { type: 'http.request', with: { uri: 'x' } } }, ['INVALID_PARAM at with.node.with.url', 'UNKNOWN_PARAM at with.node.with.uri']],
  [{ node: request, items: '{{ input. }}' }, ['EXPRESSION_SYNTAX at with.items']],
  [{ node: request, cursor: '{{ nodes.other.output }}' }, ['UNKNOWN_NODE at with.cursor']],
  [{ node: request, every: '10ms' }, ['INVALID_PARAM at with.every']],
])('%j is told where it is wrong', (params, problems) => {
  expect([...problemsOf(params)].sort()).toEqual([...problems].sort())
})

test('an item is itself by its field, or by all of its content', () => {
  const items = [{ order: { id: 7 } }, { order: { id: 'x' } }]
  const result = { items, cursor: 3, more: true }
  expect(look({ id: 'order.id' }).read(result, null)).toEqual({
    items: [
      { id: '7', item: items[0] },
      { id: 'x', item: items[1] },
    ],
    cursor: 3,
    hasMore: true,
  })
  expect(look({}).read({ items: ['a'], cursor: null }, null).items).toEqual([{ id: '"a"', item: 'a' }])
})

test('what is no list, and an item without its field, is refused in words', () => {
  expect(() => look({}).read({ items: { a: 1 } }, null)).toThrow('items must be a list, but it is {"a":1}.')
  expect(() => look({ id: 'id' }).read({ items: [{ id: null }] }, null)).toThrow('The field id of an item must be a text or a number')
})
