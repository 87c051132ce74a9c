import type { JsonObject } from '@millrace/engine'
import { FatalError, type Records } from '@millrace/kit'
import { testNode } from '@millrace/kit/testing'
import { expect, test } from 'vitest'
import { nodeTypes } from '../node-types.ts'
import { askedTables } from '../testing/asked-tables.ts'

/** One call of each node of tables. */
const calls: Readonly<Record<string, JsonObject>> = {
  'table.query': { count: true },
  'table.get': { id: 'a' },
  'table.create': { record: {} },
  'table.update': { id: 'a', changes: {} },
  'table.upsert': { by: 'a', record: { a: 1 } },
  'table.delete': { where: {} },
  'table.increment': { id: 'a', by: { n: 1 } },
  'table.relate': { id: 'a', column: 'b', add: ['c'] },
  'table.aggregate': { metrics: { n: { count: true } } },
}

const ofTables = nodeTypes.filter(({ type }) => type.startsWith('table.'))

test('every node of tables is called here', () => {
  expect(ofTables.map(({ type }) => type).sort()).toEqual(Object.keys(calls).sort())
})

/** What is asked as the person is refused, and what is asked as the workflow goes through. */
function closedTables() {
  const { tables, asked } = askedTables()
  const refuse = () => Promise.reject(new FatalError('Not you', { code: 'TABLE_ACCESS_DENIED' }))
  const closed: Records = { record: refuse, query: refuse, count: refuse, aggregate: refuse, write: refuse }
  const principals: unknown[] = []
  return {
    asked,
    principals,
    tables: {
      ...tables,
      as(principal: unknown) {
        principals.push(principal)
        return closed
      },
    },
  }
}

test.each(ofTables)('$type does nothing but as the person that it names', async (nodeType) => {
  const { tables, asked, principals } = closedTables()
  for (const as of ['ada', null, { id: 'ada', roles: ['editor'] }, { id: null }]) {
    const run = testNode(nodeType, { with: { table: 't', ...calls[nodeType.type], as }, host: { tables } })
    await expect(run).rejects.toMatchObject({ code: 'TABLE_ACCESS_DENIED' })
  }
  expect(asked).toEqual([])
  expect(principals).toEqual([
    { id: 'ada', roles: [] },
    { id: null, roles: [] },
    { id: 'ada', roles: ['editor'] },
    { id: null, roles: [] },
  ])
})

test.each([[''], [7], [{}], [{ id: '' }], [{ id: 'a', roles: 'editor' }], [['ada']], ['x'.repeat(201)]])('nobody is %j', async (as) => {
  for (const nodeType of ofTables) {
    const { tables, asked, principals } = closedTables()
    const run = testNode(nodeType, { with: { table: 't', ...calls[nodeType.type], as }, host: { tables } })
    await expect(run).rejects.toMatchObject({ code: expect.not.stringMatching('TABLE_ACCESS_DENIED') })
    expect([asked, principals]).toEqual([[], []])
  }
})
