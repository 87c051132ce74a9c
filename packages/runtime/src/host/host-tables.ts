import { type Records as RecordsOfNode, type RecordWritten, RetryableError, type Tables as TablesOfNode } from '@millrace/kit'
import type { OperationResult } from '@millrace/store'
import type { StepPlace } from '../ports.ts'
import type { Records, Tables } from '../tables/tables.ts'
import { fatally } from './fatally.ts'
import type { WritePatiently } from './write-patiently.ts'

/** The account's tables as one step sees them. */
export function createHostTables(
  tables: Tables,
  { account, workflowId, executionId, step, eventDepth }: Pick<StepPlace, 'account' | 'workflowId' | 'executionId' | 'step' | 'eventDepth'>,
  patiently: WritePatiently,
): TablesOfNode {
  const recordsIn = (records: Records): RecordsOfNode => ({
    record: (table, id, view) => fatally(records.record(account, table, id, view)),
    query: (table, query) => fatally(records.query(account, table, query)),
    count: (table, where) => fatally(records.count(account, table, where)),
    aggregate: (table, query) => fatally(records.aggregate(account, table, query)),
    async write(operations, key) {
      const results = await fatally(
        patiently(() => records.write(account, { operations, key: `step:${key}` }, { workflowId, executionId, step }, eventDepth)),
      )
      return results.map(writtenOf)
    },
  })
  return { ...recordsIn(tables), as: (principal) => recordsIn(tables.as(principal)) }
}

/** Where all are made or none there are no errors by themselves. */
function writtenOf(result: OperationResult): RecordWritten {
  if ('error' in result) throw new RetryableError(result.error.message, { code: result.error.code })
  return result
}
