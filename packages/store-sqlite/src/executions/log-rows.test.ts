import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Json } from '@millrace/engine'
import type { Store } from '@millrace/store'
import { execution, stepSucceeded } from '@millrace/store/testing'
import { expect, onTestFinished, test } from 'vitest'
import { type Connection, openConnection } from '../connection.ts'
import { migrate } from '../migrate.ts'
import { createSqliteStore } from '../open-sqlite-store.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'

const account = 'acme'

function openStore(file = join(temporaryDirectory(), 'millrace.db')): { readonly store: Store; readonly connection: Connection } {
  const connection = openConnection(file)
  onTestFinished(connection.close)
  migrate(connection, file)
  return { store: createSqliteStore(connection, { afterClose: () => undefined }), connection }
}

async function write(store: Store, id: string, outputs: readonly Json[]): Promise<number> {
  const events = outputs.map((output, index) => stepSucceeded(`s${index}`, output))
  const [outcome] = await store.executions.commit([{ type: 'create', fence: 1, execution: execution(id), events }])
  return outcome?.type === 'written' ? outcome.position : Number.NaN
}

/** About 90 KB, as a shop would send it. */
const payload = {
  lines: Array.from({ length: 1_230 }, (_, index) => ({
    sku: `SKU-${(index * 7_919) % 10_007}`,
    quantity: index % 9,
    price: ((index * 37) % 1_000) / 10,
    title: `Product number ${index}`,
  })),
}

test('a payload of 90 KB takes less than a fifth of its room and reads back identical', async () => {
  const { store, connection } = openStore()
  expect(JSON.stringify(payload).length).toBeGreaterThan(90_000)
  await write(store, 'a', [payload])
  const rows = connection.database.prepare('SELECT packing, length(bytes) AS bytes FROM large_value').all()
  expect(rows).toEqual([{ packing: 'zstd', bytes: expect.any(Number) }])
  expect(Number(rows[0]?.bytes)).toBeLessThan(JSON.stringify(payload).length / 5)
  expect(connection.database.prepare('SELECT length(events) AS length FROM log').get()?.length).toBeLessThan(500)
  expect(await store.executions.log(account, 'a')).toStrictEqual([stepSucceeded('s0', payload)])
})

test('what does not get smaller is kept as it is', async () => {
  const { store, connection } = openStore()
  const noise = Array.from(randomBytes(200_000), (byte) => String.fromCharCode(0x4e00 + byte * 80 + (byte % 7))).join('')
  await write(store, 'a', [noise])
  expect(connection.database.prepare('SELECT count(*) AS count FROM large_value').get()).toEqual({ count: 1 })
  expect(await store.executions.log(account, 'a')).toStrictEqual([stepSucceeded('s0', noise)])
})

test('a value that travels from step to step is kept once', async () => {
  const { store, connection } = openStore()
  await write(store, 'a', [payload, payload, { ...payload }])
  await write(store, 'b', [payload])
  expect(connection.database.prepare('SELECT count(*) AS count FROM large_value').get()).toEqual({ count: 1 })
  expect(await store.executions.log(account, 'a')).toHaveLength(3)
})

test('a large value that has gone missing is an error, never an empty value', async () => {
  const { store, connection } = openStore()
  await write(store, 'a', [payload])
  connection.database.exec('DELETE FROM large_value')
  await expect(store.executions.log(account, 'a')).rejects.toMatchObject({ code: 'STORE_CORRUPT' })
})

test('positions are not used again after the newest rows were deleted', async () => {
  const file = join(temporaryDirectory(), 'millrace.db')
  const first = openStore(file)
  const positions = [await write(first.store, 'a', [1]), await write(first.store, 'b', [2])]
  first.connection.database.exec('DELETE FROM log')
  first.connection.close()
  const second = openStore(file)
  expect(await write(second.store, 'c', [3])).toBeGreaterThan(Math.max(...positions))
})

test('a second chunk at the same place is impossible, whoever writes it', async () => {
  const { store, connection } = openStore()
  await write(store, 'a', [1])
  const insert = `INSERT INTO log (position, account, execution_id, first_event, events) VALUES (99, '${account}', 'a', 0, '[]')`
  expect(() => connection.database.exec(insert)).toThrow('UNIQUE')
})
