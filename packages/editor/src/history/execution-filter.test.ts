import { expect, test } from 'vitest'
import { isFiltered, isHalfTyped, noFilter, readFilter, toQuery, writeFilter } from './execution-filter.ts'

const now = Date.parse('2027-03-02T10:00:00Z')

test('an address and a filter are two ways to write the same', () => {
  const filter = { ...noFilter, search: 'order 4711', status: ['failed', 'timed_out'], since: '24h', version: '3' }
  expect(readFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter)
  expect(writeFilter(noFilter).toString()).toBe('')
  expect([isFiltered(filter), isFiltered(noFilter)]).toEqual([true, false])
})

test('asks the server for what is filled in', () => {
  const filter = { ...noFilter, search: '  order ', workflow: 'orders', status: ['failed'], since: '24h', key: 'customer=42' }
  expect(toQuery(filter, now)).toEqual({
    search: 'order',
    workflow: 'orders',
    status: 'failed',
    startedFrom: '2027-03-01T10:00:00.000Z',
    key: 'customer=42',
  })
})

test('times of its own count where no span is chosen', () => {
  const own = { ...noFilter, from: '2027-03-01T09:00', to: '2027-03-02T09:00' }
  expect(toQuery(own, now)).toEqual({
    startedFrom: new Date('2027-03-01T09:00').toISOString(),
    startedTo: new Date('2027-03-02T09:00').toISOString(),
  })
  expect(toQuery({ ...own, since: '1h' }, now)).toEqual({ startedFrom: '2027-03-02T09:00:00.000Z' })
})

test('what is half typed is not sent', () => {
  expect(toQuery({ ...noFilter, minDuration: '10', maxDuration: '1h30m', version: '3x', from: 'soon' }, now)).toEqual({
    maxDuration: '1h30m',
  })
})

test('what is half typed is told, for whoever deletes all that fit', () => {
  for (const half of [{ minDuration: '10' }, { version: '3x' }, { from: 'soon' }, { search: ' ' }])
    expect(isHalfTyped({ ...noFilter, status: ['failed'], ...half })).toBe(true)
  expect(isHalfTyped({ ...noFilter, minDuration: '10s', version: '3', from: '2027-03-01T09:00', search: 'order', since: 'own' })).toBe(
    false,
  )
  expect(isHalfTyped(noFilter)).toBe(false)
})
