import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openSqliteStore } from './open-sqlite-store.ts'
import { damagesIn, filesInSnapshot, snapshotDatabase } from './snapshot-database.ts'

const scale = Number(process.env.MILLRACE_TEST_SCALE ?? 0.05)

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'millrace-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

test('a snapshot under load has exactly what was written before a moment', async () => {
  const place = directory()
  const store = openSqliteStore({ directory: place })
  onTestFinished(() => store.close())
  await store.tables.create('default', { name: 't', columns: [{ name: 'n', type: 'number' }] }, 1)
  let written = 0
  let isOver = false
  const load = (async () => {
    while (!isOver) {
      const operations = Array.from({ length: 20 }, () => ({
        type: 'insert' as const,
        table: 't',
        record: { n: ++written, text: 'x'.repeat(500) },
      }))
      await store.tables.write('default', { operations, at: 1 })
    }
  })()
  await store.files.put({ account: 'default', id: 'f_1', name: 'a', mediaType: 'text/plain', size: 1, sha256: 'x', createdAt: 1 })
  for (let round = 0; round < Math.ceil(40 * scale); round++) {
    const known = await store.tables.count('default', 't')
    const copy = join(place, `copy${round}.db`)
    await snapshotDatabase(join(place, 'millrace.db'), copy)
    expect([...filesInSnapshot(copy)]).toEqual(['f_1'])
    const database = new DatabaseSync(copy)
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' })
    const table = database.prepare('SELECT max(id) AS id FROM user_table').get()?.id
    const row = database.prepare(`SELECT count(*) AS count, coalesce(max(c1), 0) AS last FROM records_${table}`).get()
    database.close()
    expect(row?.count).toBe(row?.last)
    expect(Number(row?.count) % 20).toBe(0)
    expect(Number(row?.count)).toBeGreaterThanOrEqual(known)
  }
  isOver = true
  await load
})

test('a snapshot with a damaged page is told from a sound one', async () => {
  const place = directory()
  const store = openSqliteStore({ directory: place })
  onTestFinished(() => store.close())
  const copy = join(place, 'copy.db')
  await snapshotDatabase(join(place, 'millrace.db'), copy)
  expect(damagesIn(copy)).toEqual([])
  const bytes = readFileSync(copy)
  bytes.fill(0x5a, 8 * 4096, 12 * 4096)
  writeFileSync(copy, bytes)
  expect(damagesIn(copy)).not.toEqual([])
  writeFileSync(copy, 'no database at all, and longer than the head of one would be '.repeat(10))
  expect(damagesIn(copy)).toEqual(['file is not a database'])
  await expect(snapshotDatabase(copy, join(place, 'second.db'))).rejects.toMatchObject({
    code: 'STORE_CORRUPT',
    message: 'file is not a database',
  })
})
