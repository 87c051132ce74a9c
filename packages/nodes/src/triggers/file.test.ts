import { parseWorkflow } from '@millrace/engine'
import { expect, test } from 'vitest'
import { createStandardCatalog } from '../standard-catalog.ts'
import { file } from './file.ts'

function look(params: object = {}) {
  const looking = file.look?.({ folder: 'inbox', ...params })
  if (looking === undefined) throw new Error('It looks.')
  return looking
}

const entry = (name: string, size = 1) => ({ folder: 'inbox', name, size, modifiedAt: '2027-03-01T09:00:00.000Z' })

test('makes a sound workflow to look with', () => {
  const parsed = parseWorkflow(JSON.stringify({ id: 'look', nodes: look({ pattern: '*.csv', deep: true }).nodes }), createStandardCatalog())
  expect(parsed.ok ? [] : parsed.problems).toEqual([])
})

test('created: a file is itself by its name; changed: also by its size and time', () => {
  const idsOf = (params: object, size: number) =>
    look(params)
      .read([entry('a.csv', size)], null)
      .items.map(({ id }) => id)
  expect(idsOf({}, 1)).toEqual(idsOf({}, 2))
  expect(idsOf({ on: 'changed' }, 1)).not.toEqual(idsOf({ on: 'changed' }, 2))
  expect(idsOf({ on: 'changed' }, 1)).toEqual(idsOf({ on: 'changed' }, 1))
})

test('looks no more often than once a second', () => {
  expect(file.checkParams({ folder: 'inbox', every: '100ms' })).toHaveLength(1)
})
