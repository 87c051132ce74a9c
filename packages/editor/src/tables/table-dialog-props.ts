import type { JsonObject } from '@millrace/engine'
import type { TableDetail } from '../api/api-schema.ts'

/** What every dialog of a table is handed. */
export interface TableDialogProps {
  readonly table: TableDetail
  /** What is shown of it. */
  readonly where: JsonObject | undefined
  readonly sort: readonly string[]
  /** The table or its records are others now. */
  onDone(): void
  onClose(): void
}
