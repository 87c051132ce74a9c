import { expect, test } from 'vitest'
import { liveEventFilter, noEventFilter, readEventFilter, toEventsQuery, writeEventFilter } from './event-filter.ts'

const now = Date.parse('2027-03-10T12:00:00Z')

test('the filter of the events comes out of the address as it went in, and an empty one is an empty address', () => {
  const filter = { name: 'order.*', workflow: 'mail', since: '24h' }
  expect(readEventFilter(writeEventFilter(filter))).toEqual(filter)
  expect(writeEventFilter(noEventFilter).toString()).toBe('')
  expect(readEventFilter(new URLSearchParams('tail=yes'))).toEqual(noEventFilter)
})

test('the live link is asked for the same, of whatever time', () => {
  expect(liveEventFilter({ name: 'order.*', workflow: 'mail', since: '1h' })).toEqual({ name: 'order.*', workflow: 'mail' })
  expect(liveEventFilter(noEventFilter)).toEqual({})
})

test('the API is asked for what was told since', () => {
  expect(toEventsQuery({ name: 'order.*', workflow: 'mail', since: '1h' }, now)).toEqual({
    name: 'order.*',
    workflow: 'mail',
    from: '2027-03-10T11:00:00.000Z',
  })
  expect(toEventsQuery({ ...noEventFilter, since: 'yesterday' }, now)).toEqual({})
})
