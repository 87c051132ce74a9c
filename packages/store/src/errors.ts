/** What can go wrong with a store. The codes are public; README.md lists them. */
export const storeErrors = {
  /** Another process owns the data, or holds it for a moment. */
  STORE_IN_USE: { status: 503, retryable: true, fatal: false },
  /** Where the data shall be, no directory can be made. */
  STORE_UNREACHABLE: { status: 503, retryable: false, fatal: false },
  /** Out of room: nothing was written; works again when there is room. */
  STORE_FULL: { status: 507, retryable: true, fatal: false },
  /** The data on disk is not what was written. */
  STORE_CORRUPT: { status: 500, retryable: false, fatal: true },
  /** A newer release wrote this data. */
  STORE_TOO_NEW: { status: 500, retryable: false, fatal: false },
  /** A write or an fsync failed: what is on disk is uncertain, so the process must end. */
  STORE_FAILED: { status: 500, retryable: false, fatal: true },
  /** Used after `close`. */
  STORE_CLOSED: { status: 503, retryable: false, fatal: false },
  /** A cursor that this list did not give out. */
  CURSOR_INVALID: { status: 400, retryable: false, fatal: false },
  /** No index of words is kept. */
  SEARCH_OFF: { status: 501, retryable: false, fatal: false },
  /** A value that JSON text cannot hold: nested too deep (some thousand levels), too long (512 MB), or not JSON. */
  VALUE_UNWRITABLE: { status: 422, retryable: false, fatal: false },
  /** More than 1 MiB under one key. */
  VALUE_TOO_LARGE: { status: 413, retryable: false, fatal: false },
  /** Empty, too long, or no well-formed text. */
  VALUE_KEY_INVALID: { status: 422, retryable: false, fatal: false },
  /** No table has this name. */
  TABLE_UNKNOWN: { status: 404, retryable: false, fatal: false },
  /** A table has this name already. */
  TABLE_EXISTS: { status: 409, retryable: false, fatal: false },
  TABLE_NAME_INVALID: { status: 422, retryable: false, fatal: false },
  /** More tables, columns, or records in one write than there may be. */
  TABLE_LIMIT: { status: 422, retryable: false, fatal: false },
  /** A condition, an order or another part of a query that cannot be understood. */
  TABLE_QUERY_INVALID: { status: 400, retryable: false, fatal: false },
  /** Values do not fit what a table shall become. */
  TABLE_CHANGE_LOSES: { status: 409, retryable: false, fatal: false },
  /** The `access` of a table cannot be as it is described. */
  TABLE_ACCESS_INVALID: { status: 422, retryable: false, fatal: false },
  /** The principal has no right to this. */
  TABLE_ACCESS_DENIED: { status: 403, retryable: false, fatal: false },
  /** A column cannot be as it is described. */
  COLUMN_INVALID: { status: 422, retryable: false, fatal: false },
  /** The table has no such column, and takes no new one. */
  COLUMN_UNKNOWN: { status: 422, retryable: false, fatal: false },
  RECORD_UNKNOWN: { status: 404, retryable: false, fatal: false },
  /** A value does not fit its column. */
  RECORD_INVALID: { status: 422, retryable: false, fatal: false },
  /** Another record has the same value in a unique column. */
  RECORD_EXISTS: { status: 409, retryable: false, fatal: false },
  /** The key of a write belongs to another one. */
  WRITE_KEY_REUSED: { status: 409, retryable: false, fatal: false },
  /** More than 10 MiB as JSON. */
  RECORD_TOO_LARGE: { status: 413, retryable: false, fatal: false },
} as const satisfies Record<string, { readonly status: number; readonly retryable: boolean; readonly fatal: boolean }>

export type StoreErrorCode = keyof typeof storeErrors

export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode
  /** The HTTP status that fits. */
  readonly status: number
  readonly retryable: boolean
  /** The process must end: every later write is refused. */
  readonly fatal: boolean
  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    const { status, retryable, fatal } = storeErrors[code]
    this.code = code
    this.status = status
    this.retryable = retryable
    this.fatal = fatal
  }
}
