import type { Tables } from '@millrace/runtime'
import type { Spooled } from './spool-body.ts'
import type { TransferFormat } from './transfer-format.ts'

export interface ImportRequest {
  readonly tables: Tables
  readonly account: string
  readonly table: string
  readonly content: Spooled
  readonly format: TransferFormat
  /** Of CSV; left out, the first line says it. */
  readonly delimiter: string | undefined
  /** What fields of the file shall be called in the table. */
  readonly rename: Readonly<Record<string, string>>
  /** The column by which a record is known that is there already: it is updated. Left out, every entry is a new record. */
  readonly key: string | undefined
  /** Whether lines that are wrong are left out, or keep all the others out too. */
  readonly wrongLines: 'refuse' | 'skip'
}

export interface LineMistake {
  readonly line: number
  readonly message: string
}
