import type { JsonObject } from '@millrace/engine'
import type { Store, TableQuery } from '@millrace/store'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../open-sqlite-store.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'

const account = 'acme'
const records = 20_000

async function filled(): Promise<Store['tables']> {
  const store = openSqliteStore({ directory: temporaryDirectory() })
  onTestFinished(() => store.close())
  for (let from = 0; from < records; from += 10_000) {
    const operations = Array.from({ length: 10_000 }, (_, index) => {
      const n = from + index
      return { type: 'insert', table: 't', record: { name: `name ${n}`, n, half: n % 2 } } as const
    })
    await store.tables.write(account, { operations, at: 1 })
  }
  return store.tables
}

/** How often something else had a turn meanwhile. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0
  let isDone = false
  const count = () => {
    turns += 1
    if (!isDone) setImmediate(count)
  }
  setImmediate(count)
  await work
  isDone = true
  return turns
}

test('what looks at every record lets others have their turn, and finds all the same', async () => {
  const tables = await filled()
  const query = (given: Partial<TableQuery>) => tables.query(account, 't', { limit: 2, ...given })
  const where = { name: { $regex: '9{4}$' } }
  expect(await turnsDuring(query({ where }))).toBeGreaterThan(1)
  expect(await query({ where })).toMatchObject({ items: [{ n: 9_999 }, { n: 19_999 }] })
  expect(await query({ where, sort: ['-n'], limit: 1 })).toMatchObject({ items: [{ n: 19_999 }] })
  expect(await tables.count(account, 't', where)).toBe(2)
  const sums = tables.aggregate(account, 't', { groupBy: ['half'], metrics: { n: { count: true }, most: { max: 'n' } } })
  expect(await turnsDuring(sums)).toBeGreaterThan(1)
  expect(await sums).toEqual([
    { half: 0, n: 10_000, most: 19_998 },
    { half: 1, n: 10_000, most: 19_999 },
  ])
})

test('a range on an index is added up over many pages', async () => {
  const tables = await filled()
  await tables.change(account, 't', [{ type: 'set', column: 'n', index: true }], { at: 2 })
  const sums = (where: JsonObject) =>
    tables.aggregate(account, 't', { where, metrics: { n: { count: true }, least: { min: 'n' }, most: { max: 'n' } } })
  const n = { $gte: 100, $lt: 19_000 }
  expect(await sums({ n })).toEqual([{ n: 18_900, least: 100, most: 18_999 }])
  expect(await sums({ or: [{ n }, { n: 19_500 }] })).toEqual([{ n: 18_901, least: 100, most: 19_500 }])
  expect(await sums({ n, name: { $regex: '^name 1.*7$' } })).toMatchObject([{ n: 1_010 }])
})

test('a table that is changed while it is looked through refuses, and one that gets a column does not', async () => {
  const tables = await filled()
  const look = () => tables.query(account, 't', { where: { name: { $regex: 'nothing' } }, limit: 1 })
  const widened = look()
  await tables.change(account, 't', [{ type: 'add', column: { name: 'more', type: 'string' } }], { at: 2 })
  expect(await widened).toEqual({ items: [] })
  const narrowed = expect(look()).rejects.toMatchObject({ code: 'TABLE_QUERY_INVALID', message: expect.stringContaining('once more') })
  await tables.change(account, 't', [{ type: 'remove', column: 'half' }], { at: 2, discards: true })
  await narrowed
  const dropped = expect(look()).rejects.toMatchObject({ code: 'TABLE_QUERY_INVALID' })
  await tables.delete(account, 't')
  await dropped
})

test('one write changes ten thousand records at most, whether SQL finds them or we do', async () => {
  const tables = await filled()
  for (const where of [{ n: { $gte: 0 } }, { name: { $regex: '^name' } }]) {
    const write = (limit: number) =>
      tables.write(account, {
        operations: [{ type: 'update-where', table: 't', where: { ...where, and: [{ n: { $lt: limit } }] }, changes: { half: 7 } }],
        at: 2,
      })
    await expect(write(10_001)).rejects.toMatchObject({ code: 'TABLE_LIMIT' })
    expect(await tables.count(account, 't', { half: 7 })).toBe(0)
    expect(await write(10_000)).toEqual([{ count: 10_000 }])
    await tables.write(account, { operations: [{ type: 'update-where', table: 't', where: { half: 7 }, changes: { half: 0 } }], at: 3 })
  }
})
