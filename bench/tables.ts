// Users' tables: a hundred thousand records, found, counted and written. Beside the times of an answer it tells how long nothing else had a turn.

import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { JsonObject } from '@millrace/engine'
import type { TableOperation, TableQuery } from '@millrace/store'
import { openSqliteStore } from '@millrace/store-sqlite'
import { type Figure, quantile, shownNumber } from './figure.ts'
import { inScratch } from './scratch.ts'

const account = 'default'
const records = 100_000
const asked = 30
const inOneWrite = 1_000
const words = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'haven']
const atMost100ms = { of: 'value', atMost: 100 } as const

type Store = ReturnType<typeof openSqliteStore>

export async function benchTables(): Promise<Figure[]> {
  return inScratch(async (directory) => {
    const store = openSqliteStore({ directory })
    try {
      const filled = await fill(store)
      const found = []
      for (const [name, query] of Object.entries(queries))
        found.push(await timed(name, (index) => store.tables.query(account, 'item', query(index))))
      const sums = await timed('aggregate of all, by group', () =>
        store.tables.aggregate(account, 'item', { groupBy: ['city'], metrics: { n: { count: true }, sum: { sum: 'amount' } } }),
      )
      return [filled, ...found, sums, ...(await increments(store))]
    } finally {
      await store.close()
    }
  })
}

async function fill(store: Store): Promise<Figure> {
  await store.tables.create(
    account,
    {
      name: 'item',
      columns: [
        { name: 'sku', type: 'string', unique: true },
        { name: 'city', type: 'string', index: true },
        { name: 'amount', type: 'number', index: true },
        { name: 'price', type: 'number' },
        { name: 'note', type: 'string', search: true },
        { name: 'data', type: 'json' },
      ],
    },
    Date.now(),
  )
  const begin = performance.now()
  for (let from = 0; from < records; from += inOneWrite) {
    const operations = Array.from({ length: inOneWrite }, (_, index) => insert(from + index))
    await store.tables.write(account, { operations, at: Date.now() })
  }
  const value = records / ((performance.now() - begin) / 1000)
  const meaning = `${records.toLocaleString('en-US')} records with three indexes and one for words, ${inOneWrite} in a write.`
  return { name: 'inserts into a table', value, unit: 'records/s', durability: 'D2', meaning }
}

function insert(index: number): TableOperation {
  const word = (step: number) => words[(index * step) % words.length]
  const record: JsonObject = {
    sku: `sku-${index}`,
    city: `city-${index % 100}`,
    amount: (index * 7919) % records,
    price: (index % 1000) / 10,
    note: `${word(3)} ${word(5)} ${word(7)} number ${index}`,
    data: { tags: [word(1) ?? '', word(11) ?? ''], depth: { n: index % 13 } },
  }
  return { type: 'insert', table: 'item', record }
}

const queries: Readonly<Record<string, (index: number) => TableQuery>> = {
  'records by an index': (index) => ({ where: { city: `city-${index}`, price: { greaterThan: 50 } }, limit: 100 }),
  'records of a range, sorted by it': (index) => ({ where: { amount: { $gte: index * 100 } }, sort: ['amount'], limit: 100 }),
  'records without an index, sorted by another column': (index) => ({
    where: { price: { $lt: 5 + index / 10 } },
    sort: ['-sku'],
    limit: 100,
  }),
  'records by their words': (index) => ({
    where: { note: { search: `amber ${words[index % words.length]} num*` } },
    sort: ['-id'],
    limit: 100,
  }),
  'records by a regular expression that none fits': () => ({ where: { note: { $regex: 'zebra.*9$' } }, limit: 100 }),
  'records by what lies in JSON': (index) => ({ where: { 'data.depth.n': index % 13, city: 'city-7' }, limit: 100 }),
}

const remarks: Readonly<Record<string, string>> = {
  'records by a regular expression that none fits': ' Each record is looked at, with turns for everything else in between.',
  'aggregate of all, by group': ' Each record is looked at, with turns for everything else in between.',
}

async function timed(name: string, ask: (index: number) => Promise<unknown>): Promise<Figure> {
  const slow = name in remarks
  const times: number[] = []
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (let index = 0; index < (slow ? 5 : asked); index++) {
    const begin = performance.now()
    await ask(index)
    times.push(performance.now() - begin)
    await new Promise(setImmediate)
  }
  delay.disable()
  const stall = Math.round(delay.max / 1e6)
  const meaning = `p95 over ${records.toLocaleString('en-US')} records, pages of 100; nothing else had a turn for ${stall} ms at most.${remarks[name] ?? ''}`
  return { name, value: quantile(times, 0.95), unit: 'ms', ...(slow ? {} : { target: atMost100ms }), meaning }
}

/** Each a write by itself, as steps of different executions make them. */
async function increments(store: Store): Promise<readonly Figure[]> {
  const { items } = await store.tables.query(account, 'item', { limit: 1 })
  const id = String(items[0]?.id)
  const count = 2_000
  const increment = { operations: [{ type: 'increment', table: 'item', id, by: { hits: 1 } }], at: Date.now() } as const
  const begin = performance.now()
  await Promise.all(Array.from({ length: count }, () => store.tables.write(account, increment)))
  const seconds = (performance.now() - begin) / 1000
  const record = await store.tables.record(account, 'item', id)
  if (record?.hits !== count) throw new Error(`${count} increments came to ${String(record?.hits)}`)
  return [
    {
      name: 'increments of one record',
      value: count / seconds,
      unit: 'writes/s',
      durability: 'D2',
      meaning: `${count} at once, each a transaction by itself; none is lost.`,
    },
  ]
}

if (import.meta.main)
  for (const { name, value, unit, meaning } of await benchTables()) console.log(`${name}: ${shownNumber(value)} ${unit}  ${meaning}`)
