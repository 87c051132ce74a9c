import { hash } from 'node:crypto'
import type { PollKey } from '@millrace/store'
import { executionIdAt } from '../execution-id.ts'

/** What is kept of an item to know it again: a hash of its id, for ids may be long and there may be many. */
export function itemMark(id: string): string {
  return hash('sha256', id, 'base64url').slice(0, 16)
}

/** The id of the execution for what one look has found. */
export function polledExecutionId({ account, workflowId, triggerId }: PollKey, at: number, marks: readonly string[]): string {
  return executionIdAt(at, hash('sha256', `${account}\n${workflowId}\n${triggerId}\n${at}\n${marks.join('\n')}`, 'buffer'))
}

/** Whose the files of a trigger's looks are until they are an execution's. No execution is of 1970. */
export function lookOwner({ account, workflowId, triggerId }: PollKey): string {
  return executionIdAt(0, hash('sha256', `${account}\n${workflowId}\n${triggerId}`, 'buffer'))
}
