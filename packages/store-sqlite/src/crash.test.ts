import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Store } from '@millrace/store'
import { create, execution, stepSucceeded } from '@millrace/store/testing'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from './open-sqlite-store.ts'
import { runCrashRemover } from './testing/run-crash-remover.ts'
import { startCrashWriter } from './testing/start-crash-writer.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

const account = 'acme'
const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)
const kills = Math.max(3, Math.round(20 * scale))

interface Acknowledged {
  readonly fence: number
  readonly ids: readonly string[]
}

/** Lets a writer commit so many batches, kills it in the middle of the next one, and tells what it had acknowledged. */
async function writeAndKill(directory: string, batches: number): Promise<Acknowledged> {
  const writer = startCrashWriter(directory)
  let fence = 0
  const ids: string[] = []
  let lines = 0
  for await (const line of writer.lines) {
    if (line.startsWith('fence ')) fence = Number(line.slice(6))
    else ids.push(...line.split(' '))
    lines += 1
    if (lines === batches) writer.process.kill('SIGKILL')
  }
  return { fence, ids }
}

async function expectWhole(store: Store, id: string): Promise<void> {
  const log = await store.executions.log(account, id)
  const large = id.endsWith('-0') ? id.repeat(20_000) : id
  expect(log).toMatchObject([{ output: id }, { step: 'second' }])
  expect(log[1]?.type === 'step-succeeded' && log[1].output === large, id).toBe(true)
}

test(`loses nothing that was acknowledged in ${kills} kills`, { timeout: 600_000 }, async () => {
  const directory = temporaryDirectory()
  const acknowledged: string[] = []
  for (let kill = 0; kill < kills; kill++) {
    const { fence, ids } = await writeAndKill(directory, 2 + ((kill * 37) % 50))
    acknowledged.push(...ids)
    expect(ids.length).toBeGreaterThan(0)

    const store = openSqliteStore({ directory })
    for (const id of ids) await expectWhole(store, id)
    await expectOldOwnerIsShutOut(store, fence, ids)
    await store.close()
    expect(integrityOf(directory)).toBe('ok')
  }
  const store = openSqliteStore({ directory })
  for (const id of acknowledged) expect(await store.executions.get(account, id)).toMatchObject({ status: 'waiting' })
  await store.close()
})

async function expectOldOwnerIsShutOut(store: Store, oldFence: number, ids: readonly string[]): Promise<void> {
  const [id = ''] = ids
  const fence = await store.executions.nextFence()
  expect(fence).toBeGreaterThan(oldFence)
  expect(await store.executions.claim(account, id, fence)).toBe(true)
  const append = { type: 'append', account, executionId: id, after: 2, events: [] } as const
  expect(await store.executions.commit([{ ...append, fence: oldFence }])).toEqual([{ type: 'fenced' }])
  expect(await store.executions.commit([{ ...append, fence }])).toEqual([{ type: 'written', position: 0 }])
}

function integrityOf(directory: string): unknown {
  const database = new DatabaseSync(join(directory, 'millrace.db'))
  const [result] = Object.values(database.prepare('PRAGMA integrity_check').get() ?? {})
  database.close()
  return result
}

test('a write that fails ends the writing for good, and what was acknowledged is there', async () => {
  const directory = temporaryDirectory()
  const ids: string[] = []
  const refusals: string[] = []
  const writer = startCrashWriter(directory, 2000)
  for await (const line of writer.lines) {
    if (/^(refused|fatal) /.test(line)) refusals.push(line)
    else if (!line.startsWith('fence ')) ids.push(...line.split(' '))
  }
  expect(refusals).toEqual(['fatal STORE_FAILED', 'refused STORE_FAILED true', 'refused STORE_FAILED true'])
  expect(ids.length).toBeGreaterThan(0)
  const store = openSqliteStore({ directory })
  for (const id of ids) await expectWhole(store, id)
  await store.close()
  expect(integrityOf(directory)).toBe('ok')
})

/** A store in which the deletion of an execution with 1,200 rows in its log has died after its first transaction. */
async function diedRemoving(): Promise<{ readonly store: Store; readonly count: (table: string) => unknown }> {
  const directory = temporaryDirectory()
  expect(await runCrashRemover(directory)).toBe('SIGKILL')
  const store = openSqliteStore({ directory })
  onTestFinished(() => store.close())
  const count = (table: string) => {
    const database = new DatabaseSync(join(directory, 'millrace.db'), { readOnly: true })
    const row = database.prepare(`SELECT count(*) AS count FROM ${table}`).get()
    database.close()
    return row?.count
  }
  expect(count('log')).toBe(700)
  return { store, count }
}

test('what a death in the middle of a long deletion leaves is seen by nobody, and goes when somebody cleans up', async () => {
  const { store, count } = await diedRemoving()
  expect(await store.executions.get(account, 'long')).toBeUndefined()
  expect((await store.executions.list(account, {}, { limit: 9 })).items).toEqual([])
  expect(await store.executions.log(account, 'long')).toEqual([])
  expect(await store.executions.feed(account, 0, 9)).toEqual([])
  while (await store.retention.dropLogs());
  for (const table of ['log', 'large_value', 'removed_log']) expect(count(table), table).toBe(0)
})

test('after such a death the id may be had again', async () => {
  const { store, count } = await diedRemoving()
  expect(await store.executions.commit([create(execution('long'), [stepSucceeded('s', 'again')])])).toMatchObject([{ type: 'written' }])
  expect(await store.executions.log(account, 'long')).toMatchObject([{ output: 'again' }])
  expect(await store.retention.dropLogs()).toBe(false)
  for (const [table, rows] of Object.entries({ log: 1, large_value: 0, removed_log: 0 })) expect(count(table), table).toBe(rows)
})
