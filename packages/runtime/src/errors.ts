/** Every error of the runtime: its code is public, its HTTP status is what the API answers. */
const catalogue = {
  WORKFLOW_NOT_FOUND: { status: 404 },
  /** A stored version does not validate any more, as after an upgrade. */
  WORKFLOW_OUTDATED: { status: 409 },
  INPUTS_INVALID: { status: 400 },
  /** A draft says another id than that of its workflow. */
  DRAFT_ID_CHANGED: { status: 422 },
  /** A test run names a node that the workflow does not have. */
  NODE_UNKNOWN: { status: 404 },
  /** Over 1 MiB of places, notes and groups. */
  LAYOUT_TOO_LARGE: { status: 413 },
  /** Over 1 MiB, or more than there may be. */
  PIN_TOO_LARGE: { status: 413 },
  /** The workflow files cannot be written to. */
  WORKFLOW_FILE_UNWRITABLE: { status: 409 },
  /** The file was changed and has mistakes. */
  WORKFLOW_FILE_CHANGED: { status: 409 },
  /** Only what has finished is run again. */
  EXECUTION_UNFINISHED: { status: 409 },
  /** A success has nothing to retry. */
  EXECUTION_SUCCEEDED: { status: 409 },
  /** It has been run again by other means. */
  EXECUTION_REPLAYED: { status: 409 },
  STEP_NOT_FOUND: { status: 404 },
  /** Nothing leads to the step that was chosen. */
  STEP_NOT_REACHED: { status: 409 },
  REPLAY_INVALID: { status: 422 },
  /** What was recorded is not enough to go on from. */
  RECORDING_INCOMPLETE: { status: 409 },
  /** Nobody would have gone on with an execution: the watchdog has taken it up. */
  EXECUTION_STALLED: { status: 500 },
  CLOSED: { status: 503 },
  /** More executions stand above a called one than may. */
  CALL_TOO_DEEP: { status: 422 },
  SECRETS_IN_CALL: { status: 400 },
  CONNECTION_BAD_NAME: { status: 422 },
  CONNECTION_TYPE_UNKNOWN: { status: 422 },
  /** The values do not fit the type. */
  CONNECTION_INVALID: { status: 422 },
  CONNECTION_EXISTS: { status: 409 },
  CONNECTION_IN_ENVIRONMENT: { status: 409 },
  /** The key of a limit cannot be evaluated for a start. */
  KEY_INVALID: { status: 422 },
  /** A start is beyond what the workflow's rate limit allows. */
  RATE_LIMITED: { status: 429 },
  /** As many are queued as may be. */
  QUEUE_FULL: { status: 429 },
  /** A name or an id that no event can have. */
  EVENT_INVALID: { status: 422 },
  EVENT_TOO_LARGE: { status: 413 },
  /** Too many events in a row led to one another. */
  EVENT_TOO_DEEP: { status: 422 },
  /** The filter of a trigger cannot be evaluated for an event. */
  FILTER_INVALID: { status: 422 },
  FILE_TOO_LARGE: { status: 413 },
  /** Its row is there, its content is not. */
  FILE_MISSING: { status: 404 },
  /** A setting that does not exist, or a value that it does not take. */
  SETTING_INVALID: { status: 422 },
  /** The environment says what the setting is. */
  SETTING_IN_ENVIRONMENT: { status: 409 },
  /** One is being made already. */
  BACKUP_RUNNING: { status: 409 },
  /** SQLite finds damage: no backup of it could be restored. */
  DATABASE_DAMAGED: { status: 409 },
  /** What is to be restored is no whole backup. */
  BACKUP_INVALID: { status: 422 },
  /** Something lies where a backup shall be restored. */
  DIRECTORY_IN_USE: { status: 409 },
  /** A folder that is no replica, and cannot become one. */
  REPLICA_INVALID: { status: 422 },
  /** Another server ships there. */
  REPLICA_IN_USE: { status: 409 },
  /** Something in a replica is missing, or not what was written. */
  REPLICA_DAMAGED: { status: 422 },
  /** A replica does not go back so far, or has no whole copy of the database yet. */
  REPLICA_OUT_OF_REACH: { status: 404 },
} as const

export type RuntimeErrorCode = keyof typeof catalogue

export class RuntimeError extends Error {
  override readonly name = 'RuntimeError'
  readonly code: RuntimeErrorCode
  /** When it may be tried again, where that is known. */
  readonly retryAfterMs: number | undefined
  constructor(code: RuntimeErrorCode, message: string, { retryAfterMs }: { readonly retryAfterMs?: number } = {}) {
    super(message)
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
  get status(): number {
    return catalogue[this.code].status
  }
}
