/** What the server writes to its log: plain data, one line each. Never a query, a header or a body: those hold secrets. */
export type ServerLogLine = RequestLogLine | WebhookConflictLine | LiveErrorLine | TroubleLine

export interface RequestLogLine {
  readonly type: 'request'
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** 499 when the caller left before the answer. */
  readonly status: number
  readonly ms: number
  readonly requestId: string
  /** Set when something broke inside: the stack. */
  readonly error?: string
}

/** Two workflows claim one method and path; the first keeps it. */
export interface WebhookConflictLine {
  readonly type: 'webhook-conflict'
  readonly method: string
  readonly path: string
  readonly workflowId: string
  readonly triggerId: string
  /** The workflow that has it. */
  readonly holder: string
}

/** Something broke while a live client was served. */
export interface LiveErrorLine {
  readonly type: 'live-error'
  readonly error: string
}

/** Something went wrong beside what was asked for. */
export interface TroubleLine {
  readonly type: 'trouble'
  readonly error: string
}
