import { expect, test } from 'vitest'
import { barEntries } from './bar-entries.ts'

const gone: string[] = []
const offered = {
  actions: [
    { id: 'publish', name: 'Publish', group: 'Canvas', keys: ['Mod+S'], run: () => gone.push('publish') },
    { id: 'arrows', name: 'Walk the graph', group: 'Canvas', isOnlyKeys: true, run: () => gone.push('never') },
    { id: 'told', name: 'Told only', group: 'Canvas' },
  ],
  workflows: [{ id: 'process_order', name: 'Orders of the shop' }, { id: 'nightly' }],
  tables: ['customer'],
  go: (to: string) => gone.push(to),
}

function names(typed: string): readonly string[] {
  return barEntries(typed, offered).map(({ name }) => name)
}

test('nothing typed offers the actions, then the workflows, then the tables', () => {
  expect(names('')).toEqual(['Publish', 'Orders of the shop', 'nightly', 'customer'])
})

test('a workflow is found by name and by id', () => {
  expect(names('shop')).toEqual(['Orders of the shop'])
  expect(names('process')).toEqual(['Orders of the shop'])
  expect(names('zzz')).toEqual([])
})

test('an id of an execution leads there', () => {
  const [entry] = barEntries(' 01K3ZZZZZZZZZZZZZZZZZZZZZZ ', offered)
  entry?.run()
  expect(gone.at(-1)).toBe('/executions/01k3zzzzzzzzzzzzzzzzzzzzzz')
})

test('a table leads to its records', () => {
  barEntries('custo', offered)[0]?.run()
  expect(gone.at(-1)).toBe('/tables/customer')
})
