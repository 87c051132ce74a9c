import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Store, StoreError } from '@millrace/store'
import { create, execution, stepSucceeded } from '@millrace/store/testing'
import { expect, onTestFinished, test } from 'vitest'
import { migrations } from '../migrate.ts'
import { openSqliteStore } from '../open-sqlite-store.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'

const account = 'acme'

async function fill(store: Store, from: number, count: number, value: string): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, index) => `e${from + index}`)
  const writes = ids.map((id) => create(execution(id, { status: 'success', finishedAt: 2_000 }), [stepSucceeded('s', `${id} ${value}`)]))
  await store.executions.commit(writes)
  return ids
}

async function removeAll(store: Store, ids: readonly string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += 100) {
    await store.retention.remove({ account, ids: ids.slice(from, from + 100), letters: 'kept' })
  }
}

function open(directory: string): Store {
  const store = openSqliteStore({ directory })
  onTestFinished(() => store.close())
  return store
}

const sizeOf = (directory: string) => statSync(join(directory, 'millrace.db')).size + statSync(join(directory, 'millrace.db-wal')).size

test('what is removed is given back to the file system while the store is open', async () => {
  const directory = temporaryDirectory()
  const store = open(directory)
  const empty = sizeOf(directory)
  const ids = [...(await fill(store, 0, 500, 'x'.repeat(2_000))), ...(await fill(store, 500, 30, 'y'.repeat(100_000)))]
  const full = sizeOf(directory)
  await removeAll(store, ids)
  expect(await store.retention.giveBack(1e9)).toBe(false)
  while (await store.retention.giveBack(0));
  expect(full - empty).toBeGreaterThan(1_000_000)
  expect(sizeOf(directory)).toBeLessThan(empty + 100_000)
})

test('large values leave no row behind', async () => {
  const directory = temporaryDirectory()
  const store = open(directory)
  const shared = 'z'.repeat(100_000)
  const write = (id: string) => create(execution(id, { status: 'success', finishedAt: 2_000 }), [stepSucceeded('s', shared)])
  await store.executions.commit(['a', 'b'].map(write))
  const database = new DatabaseSync(join(directory, 'millrace.db'), { readOnly: true })
  const uses = () => database.prepare('SELECT uses FROM large_value').all()
  expect(uses()).toEqual([{ uses: 2 }])
  await removeAll(store, ['a'])
  expect(uses()).toEqual([{ uses: 1 }])
  await removeAll(store, ['b'])
  expect(uses()).toEqual([])
  database.close()
})

/** As the release before wrote it: no bytes, no uses, no incremental vacuum. */
function databaseOfBefore(directory: string): void {
  const database = new DatabaseSync(join(directory, 'millrace.db'))
  const before = migrations.slice(0, 4)
  for (const sql of before) database.exec(sql)
  database.exec(`PRAGMA user_version = ${before.length};
    INSERT INTO execution (account, id, workflow_id, workflow_version, trigger_id, trigger_type, status, started_at, finished_at, fence, event_count)
      VALUES ('acme', 'old', 'w', 1, 't', 'manual', 'success', 1, 2, 1, 1);
    INSERT INTO log VALUES (1, 'acme', 'old', 0, '[{"ä":1}]', '[{"event":0,"field":"output","hash":"h"},{"event":0,"field":"input","hash":"h"}]');
    INSERT INTO large_value (account, hash, packing, bytes) VALUES ('acme', 'h', 'plain', '1'), ('acme', 'nobody', 'plain', '2')`)
  database.close()
}

test('a database of before is counted, and gives back what is removed', async () => {
  const directory = temporaryDirectory()
  databaseOfBefore(directory)
  const store = open(directory)
  const { items } = await store.retention.finished({ account, order: 'oldest-first', limit: 9 })
  expect(items).toMatchObject([{ id: 'old', bytes: 10 }])
  const database = new DatabaseSync(join(directory, 'millrace.db'), { readOnly: true })
  expect(database.prepare('PRAGMA auto_vacuum').get()).toEqual({ auto_vacuum: 2 })
  expect(database.prepare('SELECT hash, uses FROM large_value').all()).toEqual([{ hash: 'h', uses: 2 }])
  await removeAll(store, ['old'])
  expect(database.prepare('SELECT hash FROM large_value').all()).toEqual([])
  database.close()
})

test('a closed store says so', async () => {
  const store = openSqliteStore({ directory: temporaryDirectory() })
  await store.close()
  for (const operation of [() => store.retention.size(), () => store.retention.workflows(), () => removeAll(store, ['a'])]) {
    await expect(operation()).rejects.toThrow(StoreError)
  }
})
