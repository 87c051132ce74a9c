import { expect, test } from 'vitest'
import { event } from './event.ts'

test.each([{}, { name: '' }, { name: [] }, { name: 7 }])('%j names no event', (written) => {
  expect(event.checkParams(written)).toMatchObject([{ path: ['name'] }])
})

test.each([true, 'trigger.data', '{{ trigger.data }} ', 'x {{ trigger.data }}'])('%j is no filter', (filter) => {
  expect(event.checkParams({ name: 'a', filter })).toMatchObject([{ path: ['filter'] }])
})

test('hears its names, and tells what was sent, when and by whom', () => {
  const filter = '{{ trigger.data.n > 1 }}'
  const hearing = event.hears?.({ name: ['a', 'b.*'], filter }, 'w')
  expect(hearing).toMatchObject({ names: ['a', 'b.*'], filter })
  expect(event.hears?.({ name: 'a' }, 'w')).not.toHaveProperty('filter')
  expect(hearing?.data({ id: 'e1', name: 'a', data: { n: 2 }, at: 0, source: { by: 'ada' } })).toEqual({
    name: 'a',
    data: { n: 2 },
    eventId: 'e1',
    at: '1970-01-01T00:00:00.000Z',
    source: { by: 'ada' },
  })
})
