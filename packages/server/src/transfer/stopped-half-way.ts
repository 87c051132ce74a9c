import { StoreError } from '@millrace/store'
import { ImportMistake } from './import-mistake.ts'

interface Stays {
  readonly table: string
  /** New records that could not be deleted again. */
  readonly left: number
  readonly updated: number
}

/** The error, with what stays of an import that it has stopped. */
export function stoppedHalfWay(error: unknown, stays: Stays): unknown {
  if (stays.left === 0 && stays.updated === 0) return error
  const text = textOf(stays)
  if (error instanceof ImportMistake) return new ImportMistake(error.message, error.line, text)
  if (!(error instanceof StoreError)) return error
  // What it says of the write that was refused is not true of those before.
  const reason = error.code === 'STORE_FULL' ? 'There is no room left.' : error.message
  return new StoreError(error.code, `The import has stopped. ${reason} ${text}`, error)
}

function textOf({ table, left, updated }: Stays): string {
  return [
    ...(left === 0
      ? []
      : [`Of its new records ${left} are in table "${table}" and could not be deleted again: make room, and delete them.`]),
    ...(updated === 0 ? [] : [`${updated === 1 ? '1 record was' : `${updated} records were`} changed before, and not changed back.`]),
  ].join(' ')
}
