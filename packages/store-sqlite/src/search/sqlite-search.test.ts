import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { parseTextQuery, type Store } from '@millrace/store'
import { create, execution, stepSucceeded } from '@millrace/store/testing'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from '../open-sqlite-store.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'

const account = 'acme'

function open(directory: string): { store: Store; trouble: unknown[] } {
  const trouble: unknown[] = []
  const store = openSqliteStore({ directory, onTrouble: (error) => trouble.push(error) })
  onTestFinished(() => store.close())
  return { store, trouble }
}

async function find(store: Store, text: string) {
  const query = parseTextQuery(text)
  if (query === undefined) throw new Error(`"${text}" is no query.`)
  const { items, completeTo } = await store.search.find({ account, query, filter: {}, page: { limit: 100 } })
  return { ids: items.map(({ id }) => id), completeTo }
}

const record = (store: Store, id: string, text: string) =>
  store.executions.commit([create(execution(id, { status: 'success', finishedAt: 2 }), [stepSucceeded('s', text)])])

test('switched off it keeps nothing and says so; switched on again all is found', async () => {
  const directory = temporaryDirectory()
  const on = open(directory).store
  await record(on, 'a', 'needle')
  await on.search.caughtUp()
  await on.close()
  const off = openSqliteStore({ directory, search: 'off' })
  onTestFinished(() => off.close())
  expect(readdirSync(directory).filter((name) => name.startsWith('search.db'))).toEqual([])
  await expect(find(off, 'needle')).rejects.toMatchObject({ code: 'SEARCH_OFF' })
  await record(off, 'b', 'needle')
  await off.retention.remove({ account, ids: ['a'], letters: 'removed' })
  const database = new DatabaseSync(join(directory, 'millrace.db'), { readOnly: true })
  expect(database.prepare('SELECT count(*) AS count FROM removed_execution').get()).toEqual({ count: 0 })
  database.close()
  await off.close()
  const { store } = open(directory)
  await record(store, 'c', 'needle')
  await store.search.caughtUp()
  expect((await find(store, 'needle')).ids).toEqual(['c', 'b'])
  await store.retention.remove({ account, ids: ['c'], letters: 'removed' })
  await store.search.caughtUp()
  expect((await find(store, 'needle')).ids).toEqual(['b'])
})

test('an index that is damaged, of another version or gone is made anew', async () => {
  const directory = temporaryDirectory()
  const file = join(directory, 'search.db')
  const { store } = open(directory)
  await record(store, 'a', 'needle')
  await store.search.caughtUp()
  await store.close()
  const damages: readonly (() => void)[] = [
    () => writeFileSync(file, 'no database at all'),
    () => writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, 4096), Buffer.alloc(20_000, 0xff)])),
    () => rmSync(file),
    () => {
      const database = new DatabaseSync(file)
      database.exec("UPDATE state SET value = 99 WHERE name = 'version'")
      database.close()
    },
  ]
  for (const damage of damages) {
    damage()
    const next = open(directory)
    await next.store.search.caughtUp()
    expect((await find(next.store, 'needle')).ids).toEqual(['a'])
    await next.store.close()
  }
})

test('an index that has come further than the log belongs to another one', async () => {
  const directory = temporaryDirectory()
  const { store } = open(directory)
  await record(store, 'a', 'first')
  await store.close()
  copyFileSync(join(directory, 'millrace.db'), join(directory, 'backup.db'))
  const later = open(directory).store
  for (const id of ['b', 'c']) await record(later, id, 'second')
  await later.search.caughtUp()
  await later.close()
  copyFileSync(join(directory, 'backup.db'), join(directory, 'millrace.db'))
  const again = open(directory).store
  await again.search.caughtUp()
  expect([(await find(again, 'first')).ids, (await find(again, 'second')).ids]).toEqual([['a'], []])
})

test('a search says up to when it is complete, and goes on finding what it knows', async () => {
  const { store } = open(temporaryDirectory())
  await record(store, 'a', 'needle')
  await store.search.caughtUp()
  expect(await find(store, 'needle')).toEqual({ ids: ['a'], completeTo: undefined })
  await record(store, 'b', 'needle')
  const recordedAt = Date.now()
  const behind = await find(store, 'needle')
  if (behind.completeTo !== undefined) expect(behind.completeTo).toBeLessThanOrEqual(recordedAt)
  await store.search.caughtUp()
  expect(await find(store, 'needle')).toEqual({ ids: ['b', 'a'], completeTo: undefined })
})

test('what was deleted leaves the index, its words and the list of what must leave', async () => {
  const directory = temporaryDirectory()
  const { store } = open(directory)
  for (const id of ['a', 'b']) await record(store, id, `canary${id}`)
  await store.search.caughtUp()
  await store.retention.remove({ account, ids: ['a'], letters: 'kept' })
  await store.search.caughtUp()
  expect([(await find(store, 'canarya')).ids, (await find(store, 'canaryb')).ids]).toEqual([[], ['b']])
  await store.close()
  const search = new DatabaseSync(join(directory, 'search.db'))
  const main = new DatabaseSync(join(directory, 'millrace.db'))
  expect(search.prepare('SELECT execution_id FROM document').all()).toEqual([{ execution_id: 'b' }])
  expect(search.prepare("SELECT rowid FROM words WHERE words MATCH 'canarya'").all()).toEqual([])
  expect(main.prepare('SELECT count(*) AS count FROM removed_execution').get()).toEqual({ count: 0 })
  search.close()
  main.close()
})

test('a store that is closed at once leaves no thread and no file behind', async () => {
  const directory = temporaryDirectory()
  const { store } = open(directory)
  await record(store, 'a', 'needle')
  await store.close()
  expect(existsSync(join(directory, 'search.db'))).toBe(false)
  const { store: next } = open(directory)
  const looking = find(next, 'needle')
  await next.close()
  await expect(looking).resolves.toMatchObject({ ids: expect.any(Array) })
  expect(readdirSync(directory).filter((name) => name.endsWith('-wal'))).toEqual([])
  await expect(find(next, 'needle')).rejects.toMatchObject({ code: 'STORE_CLOSED' })
})
