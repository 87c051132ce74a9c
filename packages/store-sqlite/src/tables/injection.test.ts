import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Json, JsonObject } from '@millrace/engine'
import type { Store, TableOperation } from '@millrace/store'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../open-sqlite-store.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const runs = Math.ceil(2_500 * scale)
const account = 'acme'
const at = 1_800_000_000_000

const hostile = [
  "'; DROP TABLE user_table; --",
  '") OR 1=1 --',
  'name" = "name" OR "1',
  "1; ATTACH DATABASE '/tmp/x' AS x",
  'id) UNION SELECT spec FROM user_table --',
  '$where',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'createdAt',
  'records_1',
  'c1',
  'rowid',
  'sqlite_schema',
  '*',
  'a.b.c.d',
  '\u0000',
  '\ud800',
  '$regex',
  'matchesQuery',
  '-id',
  'text',
  'n',
  'who',
]

const evil = fc.oneof(fc.constantFrom(...hostile), fc.string({ maxLength: 12 }))
const operator = fc.constantFrom(
  '$eq',
  '$gt',
  '$in',
  '$nin',
  'contains',
  'startsWith',
  'endsWith',
  '$regex',
  '$options',
  'search',
  'pointsTo',
)
const anything: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>
const value = fc.oneof(evil, anything)
const condition: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.oneof(evil, fc.constantFrom('or', '$and', 'not', 'relatedTo')),
  fc.oneof(
    value,
    fc.dictionary(fc.oneof(operator, evil), value),
    fc.array(fc.dictionary(evil, value), { maxLength: 3 }),
  ) as fc.Arbitrary<Json>,
  { maxKeys: 3 },
)
const names = fc.array(evil, { maxLength: 3 })

const operation: fc.Arbitrary<TableOperation> = fc.oneof(
  fc.record({ type: fc.constant('update' as const), table: evil, id: evil, changes: condition }),
  fc.record({ type: fc.constant('update-where' as const), table: fc.constant('victim'), where: condition, changes: fc.constant({}) }),
  fc.record({ type: fc.constant('delete' as const), table: fc.constant('victim'), id: evil }),
  fc.record({ type: fc.constant('upsert' as const), table: fc.constant('victim'), by: evil, record: condition }),
  fc.record({ type: fc.constant('increment' as const), table: fc.constant('victim'), id: evil, by: fc.dictionary(evil, fc.double()) }),
  fc.record({ type: fc.constant('insert' as const), table: fc.constant('victim'), record: condition }),
)

/** What it gives does not matter, only that it is an answer or a refusal that says why. */
async function answersOrRefuses(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    expect(error).toMatchObject({ name: 'StoreError', status: expect.toSatisfy((status: number) => status < 500) })
  }
}

async function opened(): Promise<{ readonly store: Store; schema(): unknown; close(): Promise<void> }> {
  const directory = temporaryDirectory()
  const store = openSqliteStore({ directory })
  const columns = [
    { name: 'text', type: 'string', search: true },
    { name: 'n', type: 'number', index: true },
    { name: 'who', type: 'pointer', table: 'victim' },
  ] as const
  await store.tables.create(account, { name: 'victim', columns, isLocked: true }, at)
  await store.tables.create('globex', { name: 'other', columns }, at)
  await store.tables.write('globex', { operations: [{ type: 'insert', table: 'other', record: { text: 'secret' } }], at })
  const reader = new DatabaseSync(join(directory, 'millrace.db'), { readOnly: true })
  return {
    store,
    schema: () => reader.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all(),
    async close() {
      reader.close()
      await store.close()
    },
  }
}

test('attack 54: no name, order, condition, limit or value of a user reaches SQL as anything but a value', {
  timeout: 600_000,
}, async () => {
  const { store, schema, close } = await opened()
  const { tables } = store
  const before = schema()
  const query = fc.record(
    {
      where: condition,
      sort: names,
      select: names,
      include: names,
      cursor: evil,
      limit: fc.integer({ min: 1, max: 5 }),
      skip: fc.integer({ min: 0, max: 5 }),
    },
    { requiredKeys: ['limit'] },
  )
  await fc.assert(
    fc.asyncProperty(query, operation, evil, names, async (asked, write, name, groupBy) => {
      await answersOrRefuses(async () => {
        const { items } = await tables.query(account, 'victim', asked)
        expect(JSON.stringify(items)).not.toContain('secret')
      })
      await answersOrRefuses(() => tables.aggregate(account, 'victim', { groupBy, metrics: { [name]: { sum: name } } }))
      await answersOrRefuses(() => tables.query(account, name, { limit: 1 }))
      await answersOrRefuses(() => tables.write(account, { operations: [write], at }))
      expect(Object.keys(Object.prototype)).toEqual([])
    }),
    { numRuns: runs },
  )
  expect(schema()).toEqual(before)
  expect(await tables.count('globex', 'other')).toBe(1)
  await close()
})

/** What each operator finds, told without any SQL. */
const operators: Readonly<Record<string, (found: string, wanted: string) => boolean>> = {
  $eq: (found, wanted) => found === wanted,
  $ne: (found, wanted) => found !== wanted,
  $in: (found, wanted) => found === wanted,
  $gt: (found, wanted) => found > wanted,
  $lte: (found, wanted) => found <= wanted,
  contains: (found, wanted) => found.includes(wanted),
  startsWith: (found, wanted) => found.startsWith(wanted),
  endsWith: (found, wanted) => found.endsWith(wanted),
}

test.each(Object.entries(operators))('attack 54: each hostile text is a text to %s, and nothing else', async (operator, fits) => {
  const { store, close } = await opened()
  const { tables } = store
  const texts = hostile.filter((text) => text.isWellFormed() && !text.includes('\u0000'))
  await tables.write(account, { operations: texts.map((text) => ({ type: 'insert', table: 'victim', record: { text } })), at })
  for (const text of texts) {
    const condition = { [operator]: operator === '$in' ? [text] : text }
    const { items } = await tables.query(account, 'victim', { where: { text: condition }, limit: 100 })
    expect(items.map((item) => item.text).toSorted(), text).toEqual(texts.filter((one) => fits(one, text)).toSorted())
    for (const name of ['n', 'who', 'id', 'createdAt'])
      await answersOrRefuses(() => tables.query(account, 'victim', { where: { [name]: condition }, limit: 100 }))
    await answersOrRefuses(() => tables.query(account, 'victim', { where: { text: { search: text } }, limit: 100 }))
  }
  await close()
})

test('attack 54: names of tables and columns that are made from anything stay out of the schema', { timeout: 600_000 }, async () => {
  const { store, schema, close } = await opened()
  const known = new Set(JSON.stringify(schema()).split(/[^A-Za-z0-9_]+/))
  await fc.assert(
    fc.asyncProperty(evil, evil, value, async (table, column, given) => {
      await answersOrRefuses(() =>
        store.tables.create(account, { name: table, columns: [{ name: column, type: 'string', index: true }] }, at),
      )
      await answersOrRefuses(() =>
        store.tables.write(account, { operations: [{ type: 'insert', table, record: { [column]: given } }], at }),
      )
      await answersOrRefuses(() => store.tables.change(account, table, [{ type: 'rename', column, to: `${column}x` }], { at }))
      await answersOrRefuses(() => store.tables.delete(account, table))
    }),
    { numRuns: Math.ceil(runs / 5) },
  )
  const words = JSON.stringify(schema()).split(/[^A-Za-z0-9_]+/)
  expect(
    words.filter((word) => !known.has(word) && !/^(records|links|words|sqlite_autoindex_records|sqlite_autoindex_links)_\d/.test(word)),
  ).toEqual([])
  await close()
})
