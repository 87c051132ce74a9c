/**
 * Named places where a death matters. Armed by `MILLRACE_FAIL_POINT`, `name` or `name:n`, the process ends with SIGKILL at the n-th
 * passing; otherwise passing one costs a comparison. The fault tests die at each of them, and fail when one is never passed: whoever adds
 * a write or an effect whose order matters adds the places around it here.
 */
export const failPoints = [
  /** In the transaction of a migration, and behind it. */
  'migration-step',
  'migration-done',
  /** A key or a file of secrets is whole under another name; it has its name. */
  'durable-write-synced',
  'durable-write-placed',
  /** Everything of a transaction is written and not committed; it is on disk and nobody knows. */
  'transaction-open',
  'transaction-done',
  /** In a transaction, ahead of the row that refers to it. */
  'large-value-saved',
  /** Executions are claimed for this process and not loaded. */
  'claim-written',
  /** What became ready is about to be committed; it is on disk and nobody is told; all are told. */
  'commit-begun',
  'commit-done',
  'commit-told',
  /** A start is in memory only; it is on disk and its sender does not know. */
  'start-begun',
  'start-recorded',
  /** An answer is about to be written to the socket. */
  'answer-ready',
  /** A step that reaches outside is about to run; it has its outcome and has told nobody. */
  'step-begun',
  'step-answered',
  /** A timer has rung and nothing knows; the execution knows. */
  'timer-due',
  'timer-told',
  /** Due executions are found; one is claimed; its log is folded. */
  'sweep-found',
  'take-up-claimed',
  'take-up-loaded',
  /** An execution that waits has left memory. */
  'execution-left',
  /** An event, a call-back, a decision or a cancel is about to be told to its execution; it is on disk and its sender does not know. */
  'delivery-begun',
  'delivery-recorded',
  /** The wait for a called execution is on disk and it is not started; it is started. */
  'call-begun',
  'call-started',
  /** A called execution has ended and its caller is not told. */
  'call-ended',
  /** Nobody waits for a called execution any more, and it is not canceled. */
  'call-off',
  /** A queued execution has a place in memory, and its row does not say so. */
  'place-taken',
  /** What an end brings with it is known and not written. */
  'follow-up-ready',
  /** Events are on disk and nobody knows; an execution for one is about to be started; all are delivered and the cursor is where it was; it has moved. */
  'event-appended',
  'event-fired',
  'event-delivered',
  'event-cursor-moved',
  /** What a look has found is written down and counts for nothing; it counts and nothing of it is begun; an execution for an item is begun; the row says what came of the look. */
  'poll-written',
  'poll-found',
  'poll-begun',
  'poll-settled',
  /** The bytes of a file are synced under another name; they have their name and no row; they have a row. */
  'file-synced',
  'file-placed',
  'file-recorded',
  /** A version is about to be published; it is on disk and nobody knows. */
  'publish-begun',
  'publish-done',
] as const

export type FailPoint = (typeof failPoints)[number]

const { armed, passings } = readSetting(process.env.MILLRACE_FAIL_POINT)
let left = passings

/** Dies here when this is the armed place, at the passing that was asked for. */
export function failPoint(name: FailPoint): void {
  if (name !== armed) return
  left -= 1
  if (left === 0) process.kill(process.pid, 'SIGKILL')
}

function readSetting(setting = ''): { readonly armed?: FailPoint; readonly passings: number } {
  if (setting === '') return { passings: 0 }
  const [name = '', count = '1'] = setting.split(':')
  const known = failPoints.find((point) => point === name)
  if (known === undefined || !/^[1-9]\d*$/.test(count))
    throw new Error(
      `MILLRACE_FAIL_POINT is "${setting}": it takes a name, or a name and a count as in "commit-done:3", of ${failPoints.join(', ')}.`,
    )
  return { armed: known, passings: Number(count) }
}
