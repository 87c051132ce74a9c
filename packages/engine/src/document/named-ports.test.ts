import { expect, test } from 'vitest'
import { namedPorts } from './named-ports.ts'

test('ports are named by the keys of a map or the items of a list, before those that are always there', () => {
  const byCases = { from: ['cases', 'where'], always: ['default'] }
  expect(namedPorts(byCases, { cases: { paid: 1, late: 2 } })).toEqual(['paid', 'late', 'default'])
  expect(namedPorts(byCases, { cases: '{{ trigger.cases }}' })).toEqual(['default'])
  expect(namedPorts(byCases, { cases: { default: 1 }, where: { a: true } })).toEqual(['default', 'a'])
})

test('where nothing is named there are the usual ones', () => {
  const byList = { from: ['ports'], otherwise: ['success'] }
  expect(namedPorts(byList, {})).toEqual(['success'])
  expect(namedPorts(byList, { ports: [] })).toEqual(['success'])
  expect(namedPorts(byList, { ports: ['accepted', 'rejected'] })).toEqual(['accepted', 'rejected'])
})
