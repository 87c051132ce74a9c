import { createMemoryStore, type NewEvent } from '@millrace/store'
import { expect, test } from 'vitest'
import { createSimulatedClock } from '../testing/simulated-clock.ts'
import { createTables } from './tables.ts'

const day = 24 * 60 * 60_000
const insert = { type: 'insert', table: 't', record: { n: 1 } } as const

function opened() {
  const store = createMemoryStore()
  const clock = createSimulatedClock(0)
  const tables = createTables({
    store,
    clock,
    eventOf: ({ account, table, type, record, at }, source): NewEvent | undefined =>
      source.by === undefined
        ? undefined
        : { account, id: String(record.id), name: `${table}.${type}`, data: record, at, source, depth: 1 },
    onTrouble(error) {
      throw error
    },
  })
  return { store, clock, tables }
}

test('tells of a change with who made it, where somebody listens', async () => {
  const { store, tables } = opened()
  await tables.write('acme', { operations: [insert] }, {})
  await tables.write('acme', { operations: [insert] }, { by: 'ada' })
  const { items } = await store.events.list('acme', {}, { limit: 9 })
  expect(items).toMatchObject([{ name: 't.created', source: { by: 'ada' }, data: { n: 1 } }])
})

test('keeps the key of a write for thirty days', async () => {
  const { clock, tables } = opened()
  const write = () => tables.write('acme', { operations: [insert], key: 'k' }, {})
  const count = () => tables.count('acme', 't')
  await write()
  await clock.advance(29 * day)
  await write()
  expect(await count()).toBe(1)
  await clock.advance(2 * day)
  await write()
  expect(await count()).toBe(2)
  tables.close()
})

test('says so once when events are on disk, and not where a write tells of nothing', async () => {
  const store = createMemoryStore()
  let told = 0
  const eventOf = ({ account, at, record }: { account: string; at: number; record: { id?: unknown } }, source: object, depth: number) =>
    depth === 0 ? undefined : { account, id: String(record.id), name: 'n', data: null, at, source, depth }
  const onTold = (): void => void told++
  const tables = createTables({ store, clock: createSimulatedClock(0), eventOf, onTold, onTrouble: () => undefined })
  await tables.write('acme', { operations: [insert, insert] }, {})
  expect(told).toBe(0)
  await tables.write('acme', { operations: [insert, insert] }, {}, 1)
  expect([told, (await store.events.undelivered(9)).length]).toEqual([1, 2])
  tables.close()
})
