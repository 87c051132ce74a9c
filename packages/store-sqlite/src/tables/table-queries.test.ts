import type { Json, JsonObject } from '@millrace/engine'
import { createMemoryStore, type Store, type TableQuery } from '@millrace/store'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../open-sqlite-store.ts'
import { oracleHolds, oracleSorted } from '../testing/table-oracle.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const runs = Math.ceil(400 * scale)
const account = 'acme'
const at = 1_800_000_000_000

const texts = ['', 'a', 'A', 'ab', 'b%', '_', '%', 'é', '\ue000', '😀', "'", '"', 'a b', 'Ab\n', '\u{10ffff}', '\ud7ff']
const numbers = [-1, 0, 0.5, 1, 2, 2 ** 53, -1e300]
const dates = ['1969-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.001Z']

const values: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  text: fc.constantFrom(...texts),
  indexed: fc.constantFrom(...texts),
  amount: fc.constantFrom(...numbers),
  score: fc.constantFrom(...numbers),
  done: fc.boolean(),
  day: fc.constantFrom(...dates),
}
const names = Object.keys(values)
const valuesOf = (name: string): fc.Arbitrary<Json> => values[name] ?? fc.constant(null)

const record = fc.record(Object.fromEntries(names.map((name) => [name, fc.option(valuesOf(name), { freq: 4 })])))

function operators(name: string): fc.Arbitrary<Json> {
  const value = valuesOf(name)
  const nullable = fc.option(value, { freq: 4 })
  const one = (operator: string, operand: fc.Arbitrary<Json>) => operand.map((given): JsonObject => ({ [operator]: given }))
  const either = [
    nullable,
    one('equalTo', nullable),
    one('$ne', nullable),
    one('$in', fc.array(nullable, { maxLength: 3 })),
    one('notContainedIn', fc.array(nullable, { maxLength: 3 })),
    one('$exists', fc.boolean()),
  ]
  const compared = ['$gt', 'greaterThanOrEqualTo', '$lt', 'lessThanOrEqualTo'].map((operator) => one(operator, value))
  const spoken = ['contains', 'startsWith', 'endsWith'].map((operator) => one(operator, value))
  const pattern = fc.constantFrom<JsonObject>({ $regex: '^a', $options: 'i' }, { $regex: '.b' }, { $regex: '^$' }, { $regex: '[%_]' })
  const isText = name === 'text' || name === 'indexed'
  const plain = fc.oneof(...either, ...(name === 'done' ? [] : compared), ...(isText ? [...spoken, pattern] : []))
  const negated = plain
    .filter((asked) => !(typeof asked === 'object' && asked !== null && '$options' in asked))
    .map((asked) => ({ not: asked }))
  return fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: negated as fc.Arbitrary<Json> })
}

const field = fc.constantFrom(...names).chain((name) => operators(name).map((asked): JsonObject => ({ [name]: asked })))
const { where } = fc.letrec<{ where: JsonObject }>((tie) => ({
  where: fc.oneof(
    { maxDepth: 3 },
    field,
    fc.tuple(field, field).map(([one, other]) => ({ ...one, ...other })),
    fc.array(tie('where'), { maxLength: 3 }).chain((of) => fc.constantFrom<JsonObject>({ and: of }, { or: of }, { nor: of })),
    tie('where').map((not): JsonObject => ({ not })),
  ),
}))
const sort = fc
  .uniqueArray(fc.constantFrom(...names, 'createdAt'), { maxLength: 3 })
  .chain((chosen) => fc.tuple(...chosen.map((name) => fc.constantFrom(name, `-${name}`))).map((keys) => [...keys]))
const question = fc.record({ where, sort, limit: fc.integer({ min: 1, max: 5 }), skip: fc.integer({ min: 0, max: 3 }) })

async function openBoth(): Promise<readonly Store[]> {
  const sqlite = openSqliteStore({ directory: temporaryDirectory() })
  onTestFinished(() => sqlite.close())
  return [createMemoryStore(), sqlite]
}

async function fill({ tables }: Store, table: string, records: readonly JsonObject[]): Promise<readonly JsonObject[]> {
  const columns = [
    { name: 'text', type: 'string' },
    { name: 'indexed', type: 'string', index: true },
    { name: 'amount', type: 'number', index: true },
    { name: 'score', type: 'number' },
    { name: 'done', type: 'boolean' },
    { name: 'day', type: 'date' },
  ] as const
  await tables.create(account, { name: table, columns }, at)
  const operations = records.map(
    (one, index) => ({ type: 'insert', table, record: { ...one, id: index.toString(16).padStart(24, '0') } }) as const,
  )
  return (await tables.write(account, { operations, at })).map((result) => ('record' in result ? result.record : {}))
}

/** All pages, one after another. */
async function pagesOf({ tables }: Store, table: string, query: TableQuery): Promise<readonly JsonObject[]> {
  const { skip: _, ...rest } = query
  const found: JsonObject[] = []
  let cursor: string | undefined
  do {
    const page = await tables.query(account, table, { ...rest, ...(cursor !== undefined && { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(query.limit)
    found.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== undefined)
  return found
}

test('random queries find in random records what a plain look at each of them finds', { timeout: 600_000 }, async () => {
  const stores = await openBoth()
  let made = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { maxLength: 12 }),
      fc.array(question, { minLength: 6, maxLength: 6 }),
      async (records, questions) => {
        made += 1
        const table = `t${made}`
        for (const store of stores) {
          const all = await fill(store, table, records)
          for (const asked of questions) {
            const expected = oracleSorted(
              all.filter((one) => oracleHolds(one, asked.where)),
              asked.sort,
            )
            const { items } = await store.tables.query(account, table, asked)
            expect(items, store.kind).toEqual(expected.slice(asked.skip, asked.skip + asked.limit))
            expect(await pagesOf(store, table, asked), store.kind).toEqual(expected)
            expect(await store.tables.count(account, table, asked.where), store.kind).toBe(expected.length)
          }
          await store.tables.delete(account, table)
        }
      },
    ),
    { numRuns: runs },
  )
})

test('random aggregates come to what adding up by hand does', { timeout: 600_000 }, async () => {
  const stores = await openBoth()
  let made = 0
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 12 }), where, fc.constantFrom(...names), async (records, asked, groupBy) => {
      made += 1
      const table = `t${made}`
      const metrics = {
        n: { count: true },
        sum: { sum: 'score' },
        least: { min: 'text' },
        most: { max: 'day' },
        all: { distinct: 'done' },
      } as const
      const answers: unknown[] = []
      for (const store of stores) {
        const all = (await fill(store, table, records)).filter((one) => oracleHolds(one, asked))
        const groups = await store.tables.aggregate(account, table, { where: asked, groupBy: [groupBy], metrics })
        for (const group of groups) {
          const members = all.filter((one) => one[groupBy] === group[groupBy])
          expect(group.n).toBe(members.length)
          expect(group.least).toEqual(
            oracleSorted(
              members.filter(({ text }) => text !== null),
              ['text'],
            )[0]?.text ?? null,
          )
          expect(group.all).toEqual([...new Set(members.map(({ done }) => done).filter((done) => done !== null))].sort())
        }
        expect(groups.reduce((sum, { n }) => sum + Number(n), 0)).toBe(all.length)
        answers.push(groups)
        await store.tables.delete(account, table)
      }
      expect(answers[0]).toEqual(answers[1])
    }),
    { numRuns: Math.ceil(runs / 3) },
  )
})
