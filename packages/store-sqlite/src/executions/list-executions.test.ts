import { join } from 'node:path'
import { create, execution } from '@millrace/store/testing'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { openConnection } from '../connection.ts'
import { migrate } from '../migrate.ts'
import { createSqliteStore } from '../open-sqlite-store.ts'
import { temporaryDirectory } from '../testing/temporary-directory.ts'
import { prepareListExecutions } from './list-executions.ts'

test('a page that would take too long ends early, and all pages together have every row once, in order', async () => {
  const file = join(temporaryDirectory(), 'millrace.db')
  const connection = openConnection(file)
  onTestFinished(connection.close)
  migrate(connection, file)
  const { executions } = createSqliteStore(connection, { afterClose: () => undefined })
  const rows = Array.from({ length: 300 }, (_, index) => {
    const scattered = (index * 89) % 300
    const status = (['success', 'failed', 'running'] as const)[scattered % 3] ?? 'running'
    const startedAt = 1000 + Math.floor(scattered / 4)
    const end = status === 'running' ? {} : { finishedAt: startedAt + (scattered % 50) }
    return execution(`e${scattered}`, { status, startedAt, workflowId: `w${scattered % 5}`, triggerType: `t${scattered % 40}`, ...end })
  })
  await executions.commit(rows.map((row) => create(row)))
  const list = prepareListExecutions(connection, { stretchRows: 7, mostMs: 0 })

  const filters = fc.record(
    {
      triggerType: fc.constantFrom('t0', 't7', 'none'),
      workflowIds: fc.constantFrom(['w1'], ['w0', 'w4'], ['w1', 'w2', 'w3']),
      status: fc.constantFrom(['success'] as const, ['failed', 'success'] as const, ['running', 'failed'] as const),
      minDurationMs: fc.integer({ min: 0, max: 50 }),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 1, max: 40 }), async (filter, limit) => {
      const found: string[] = []
      let cursor: string | undefined
      do {
        const page = await list('acme', filter, { limit, ...(cursor !== undefined && { cursor }) })
        expect(page.items.length).toBeLessThanOrEqual(limit)
        found.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
      } while (cursor !== undefined)
      const whole = await executions.list('acme', filter, { limit: 1000 })
      expect(found).toEqual(whole.items.map(({ id }) => id))
    }),
    { numRuns: 60 },
  )
})
