import type { JsonObject } from '@millrace/engine'
import { expect, test } from 'vitest'
import { eventPattern } from './pattern.ts'

const within = '5m'

test.each([
  [{ times: 3 }, { type: 'times', times: 3 }, ['a']],
  [{ followedBy: ['b', ['c', 'd']] }, { type: 'sequence', names: [['a'], ['b'], ['c', 'd']] }, ['a', 'b', 'c', 'd']],
  [{ unless: 'a' }, { type: 'absence', first: ['a'], unless: ['a'] }, ['a']],
])('%j is a pattern', (kind, pattern, names) => {
  const hearing = eventPattern.hears?.({ name: 'a', within, key: '{{ trigger.data.k }}', ...kind } as JsonObject, 'w')
  expect(hearing).toMatchObject({ pattern: { ...pattern, withinMs: 300_000 }, names, key: '{{ trigger.data.k }}' })
})

test.each([
  [{}, 'times'],
  [{ times: 3, unless: 'b' }, 'unless'],
  [{ times: 1 }, 'times'],
  [{ followedBy: [] }, 'followedBy'],
  [{ times: 2, key: 'user' }, 'key'],
  [{ times: 2, filter: 'x' }, 'filter'],
  [{ times: 2, within: '10ms' }, 'within'],
])('%j has a mistake in %s', (more, path) => {
  expect(eventPattern.checkParams({ name: 'a', within, ...more } as JsonObject)).toMatchObject([{ path: [path] }])
})

test('filter and key read an event as the trigger event tells it', () => {
  const hearing = eventPattern.hears?.({ name: 'a', within, times: 2 }, 'w')
  expect(hearing?.data({ id: 'e', name: 'a', data: { k: 1 }, at: 0, source: {} })).toEqual({
    name: 'a',
    data: { k: 1 },
    eventId: 'e',
    at: '1970-01-01T00:00:00.000Z',
    source: {},
  })
})
