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

const idsIn = ({ items }: { readonly items: readonly { readonly id: string }[] }) => items.map(({ id }) => id)

test('makes a sound workflow to look with', () => {
  const parsed = parseWorkflow(JSON.stringify({ id: 'look', nodes: look({ pattern: '*.csv', deep: true }).nodes }), createStandardCatalog())
  expect(parsed.ok ? [] : parsed.problems).toEqual([])
})

test('changed: a file is itself by its name, size and time', () => {
  const idsOf = (size: number) => idsIn(look({ on: 'changed' }).read([entry('a.csv', size)], null))
  expect(idsOf(1)).toEqual(idsOf(1))
  expect(idsOf(1)).not.toEqual(idsOf(2))
})

test('created: a file is itself while it lies there, and another one when it comes again', () => {
  const { read } = look()
  const first = read([entry('a.csv'), entry('b.csv')], null)
  const grown = read([entry('a.csv', 2), entry('b.csv')], first.cursor)
  expect(idsIn(grown)).toEqual(idsIn(first))
  const still = read([entry('a.csv', 3)], grown.cursor)
  expect(idsIn(still)).toEqual(idsIn(first).slice(0, 1))
  const again = read([entry('a.csv', 3), entry('b.csv', 9)], still.cursor)
  expect(idsIn(again)[0]).toBe(idsIn(first)[0])
  expect(idsIn(again)[1]).not.toBe(idsIn(first)[1])
})

test('a file that is being written counts once it has settled, and is the same one when it is written to again', () => {
  const { read } = look()
  const changing = { ...entry('a.csv', 1), isSettled: false }
  const first = read([changing], null)
  expect(idsIn(first)).toEqual([])
  const whole = read([entry('a.csv', 9)], first.cursor)
  const again = read([{ ...changing, size: 12 }], whole.cursor)
  expect(idsIn(again)).toEqual([])
  expect(idsIn(read([entry('a.csv', 15)], again.cursor))).toEqual(idsIn(whole))
  expect(idsIn(look({ on: 'changed' }).read([changing, entry('b.csv')], null))).toHaveLength(1)
})

test('a folder that is away for a moment brings nothing new when it is back', () => {
  const { read } = look()
  const first = read([entry('a.csv')], null)
  expect(idsIn(read([entry('a.csv')], read([], first.cursor).cursor))).toEqual(idsIn(first))
})

test('how many files it remembers is what a cursor may hold', () => {
  const files = Array.from({ length: 10_000 }, (_, index) => entry(`${'x'.repeat(200)}${index}.csv`))
  expect(JSON.stringify(look().read(files, null).cursor).length).toBeLessThan(400_000)
})

test('goes on where it was, unless it looks at other files', () => {
  const sourceOf = (params: object) => look(params).source
  expect(sourceOf({ settled: '5s', every: '1m', from: 'beginning' })).toEqual(sourceOf({}))
  for (const other of [{ folder: 'other' }, { pattern: '*.csv' }, { deep: true }, { on: 'changed' }])
    expect(sourceOf(other)).not.toEqual(sourceOf({}))
})

test('looks no more often than once a second', () => {
  expect(file.checkParams({ folder: 'inbox', every: '100ms' })).toHaveLength(1)
})
