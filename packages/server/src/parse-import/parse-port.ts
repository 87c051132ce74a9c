import type { Column } from '@millrace/store'

/** A column, and the field of Parse that it holds. */
export interface ParseColumn extends Pick<Column, 'name' | 'type'> {
  readonly from: string
  readonly table?: string | undefined
  readonly targetClass?: string | undefined
  /** What is not as it was. */
  readonly note?: string | undefined
}

/** A class of a Parse server, and what becomes of it. `table` and `records` are null where it is left out. */
export interface ParseClass {
  readonly class: string
  readonly table: string | null
  readonly records: number | null
  readonly columns: readonly ParseColumn[]
  readonly notes: readonly string[]
  readonly isOffered: boolean
}

/** What knows Parse servers. */
export interface ParsePort {
  /** All classes, or those that are named. Rejects with errors of the kit: `CONNECTION_…`, `EGRESS_REFUSED`, `PARSE_…`. */
  read(account: string, connection: string, only?: readonly string[]): Promise<readonly ParseClass[]>
  /** The key of the value in which the import keeps how far it has come with a table. */
  progressKey(progress: string, table: string): string
}
