import { expect, test } from 'vitest'
import { canvasOf, liveFilter, noLineFilter, readLineFilter, toLogsQuery, writeLineFilter } from './line-filter.ts'

test('the address keeps what is asked for, and nothing else', () => {
  const filter = { ...noLineFilter, text: 'a & b', level: 'warn', workflow: 'orders' }
  const address = writeLineFilter(filter)
  expect(address.toString()).toBe('text=a+%26+b&level=warn&workflow=orders')
  expect(readLineFilter(address)).toEqual(filter)
  expect(writeLineFilter(noLineFilter).size).toBe(0)
})

test('what no server knows is left out of what is asked', () => {
  const odd = { ...noLineFilter, level: 'loud', since: 'ever', text: '  ', node: 'n'.repeat(300) }
  expect(toLogsQuery(odd, 0)).toEqual({ node: 'n'.repeat(200) })
  expect(toLogsQuery({ ...noLineFilter, since: '1h', level: 'error' }, 3_600_000)).toEqual({
    level: 'error',
    from: '1970-01-01T00:00:00.000Z',
  })
  expect(liveFilter({ ...noLineFilter, since: '1h', text: 'low' })).toEqual({ text: 'low' })
})

test('a line leads to its iteration on the canvas', () => {
  const line = { workflowId: 'orders', executionId: 'e1', step: 'each[3].retry[1].ship' }
  expect(decodeURIComponent(canvasOf(line))).toBe('/workflows/orders?execution=e1&node=each.retry.ship&turn=each:3&turn=each.retry:1')
})
