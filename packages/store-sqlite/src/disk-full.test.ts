import { join } from 'node:path'
import type { ExecutionWrite } from '@millrace/store'
import { execution, stepSucceeded } from '@millrace/store/testing'
import { expect, test } from 'vitest'
import { openConnection } from './connection.ts'
import { migrate } from './migrate.ts'
import { createSqliteStore } from './open-sqlite-store.ts'
import { temporaryDirectory } from './testing/temporary-directory.ts'

const account = 'acme'

function batch(name: string): readonly ExecutionWrite[] {
  return Array.from({ length: 20 }, (_, index) => ({
    type: 'create',
    fence: 1,
    execution: execution(`${name}-${index}`),
    events: [stepSucceeded('s', name.repeat(500))],
  }))
}

test('a full disk refuses the whole batch, harms nothing, and work goes on when there is room', async () => {
  const file = join(temporaryDirectory(), 'millrace.db')
  const connection = openConnection(file)
  migrate(connection, file)
  const store = createSqliteStore(connection, { afterClose: () => connection.close() })
  connection.database.exec('PRAGMA max_page_count = 100')

  let written = 0
  let refusal: unknown
  while (refusal === undefined) {
    try {
      await store.executions.commit(batch(`b${written}`))
      written += 1
    } catch (error) {
      refusal = error
    }
  }
  expect(written).toBeGreaterThan(0)
  expect(refusal).toMatchObject({ code: 'STORE_FULL', status: 507, retryable: true, fatal: false })
  expect((await store.executions.list(account, {}, { limit: 10_000 })).items).toHaveLength(written * 20)
  await expect(store.executions.commit(batch('again'))).rejects.toMatchObject({ code: 'STORE_FULL' })

  connection.database.exec('PRAGMA max_page_count = 10000')
  const outcomes = await store.executions.commit(batch('later'))
  expect(outcomes.every(({ type }) => type === 'written')).toBe(true)
  expect(await store.executions.log(account, 'later-19')).toHaveLength(1)
  expect((await store.executions.list(account, {}, { limit: 10_000 })).items).toHaveLength(written * 20 + 20)
  await store.check()
  await store.close()
})
