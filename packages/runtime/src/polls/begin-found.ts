import { type FoundItem, failPoint, type PollStore, type StoredPoll, StoreError } from '@millrace/store'
import type { Driver } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import { nextTurn } from '../next-turn.ts'
import type { Clock } from '../ports.ts'
import type { LookFiles } from './look-files.ts'
import type { PollTrigger } from './poll-trigger.ts'
import { retryMs } from './waits-ahead.ts'

export interface BeginPorts {
  readonly runtime: { readonly clock: Pick<Clock, 'now'> }
  readonly driver: Pick<Driver, 'start'>
  readonly polls: Pick<PollStore, 'found' | 'forgetFound'>
  readonly files: LookFiles
  readonly onTrouble: (error: unknown) => void
}

/** So many are begun at the same time: they share a commit, and nobody else waits long for theirs. */
const begunAtOnce = 50

type Begun =
  | { readonly outcome: 'started' }
  /** It is to be tried again. */
  | { readonly outcome: 'put-off'; readonly error: unknown }
  | { readonly outcome: 'refused'; readonly message: string }

/** Begins an execution for each item that was found and is not begun yet. A signal ends it where it is. */
export async function beginFound(ports: BeginPorts, poll: StoredPoll, trigger: PollTrigger, signal: AbortSignal): Promise<StoredPoll> {
  const { polls, onTrouble } = ports
  const { clock } = ports.runtime
  const refusals: string[] = []
  let { lastExecutionId } = poll
  for (let hasMore = true; hasMore; ) {
    if (signal.aborted) return { ...poll, wakeAt: clock.now() }
    const found = await polls.found(poll, begunAtOnce + 1)
    const batch = found.slice(0, begunAtOnce)
    const begun = await beginBatch(ports, poll, trigger, batch)
    const isOver = (_: FoundItem, index: number) => begun[index]?.outcome !== 'put-off'
    await polls.forgetFound(
      poll,
      batch.filter(isOver).map(({ place }) => place),
    )
    const first = begun.find((one) => one.outcome === 'put-off')
    if (first !== undefined) {
      // What holds one of them up holds up all: told once.
      onTrouble(first.error)
      return { ...poll, wakeAt: clock.now() + retryMs }
    }
    refusals.push(...begun.flatMap((one) => (one.outcome === 'refused' ? [one.message] : [])))
    lastExecutionId = batch.at(-1)?.id ?? lastExecutionId
    hasMore = found.length > batch.length
    if (hasMore) await nextTurn()
  }
  const { isBeginning: _, wakeAt, ...rest } = poll
  // A paused one was due only to begin what was found.
  const wake = poll.isPaused || wakeAt === undefined ? {} : { wakeAt }
  const result = refusals.length === 0 ? ({ lastOutcome: 'started' } as const) : failure(refusals)
  return { ...rest, ...wake, ...result, ...(lastExecutionId !== undefined && { lastExecutionId }) }
}

async function beginBatch(
  ports: BeginPorts,
  poll: StoredPoll,
  trigger: PollTrigger,
  batch: readonly FoundItem[],
): Promise<readonly Begun[]> {
  const given: (Begun | undefined)[] = []
  // One after the other, for a file that two items name is the first one's.
  for (const item of batch) given.push(await giveFiles(ports, poll, item))
  // All in one turn: what limits hold back is queued in the order in which it was found.
  return Promise.all(batch.map((item, index) => given[index] ?? beginOne(ports, poll, trigger, item)))
}

/** Undefined when it is done. */
async function giveFiles(ports: BeginPorts, poll: StoredPoll, item: FoundItem): Promise<Begun | undefined> {
  try {
    await ports.files.give(poll, item)
    return undefined
  } catch (error) {
    return refused(ports, poll, item, error)
  }
}

async function beginOne(ports: BeginPorts, poll: StoredPoll, { id, type }: PollTrigger, item: FoundItem): Promise<Begun> {
  const { account, workflowId } = poll
  try {
    await ports.driver.start({ account, workflowId, executionId: item.id, trigger: { id, type, data: item.data } })
    failPoint('poll-begun')
    return { outcome: 'started' }
  } catch (error) {
    return refused(ports, poll, item, error)
  }
}

async function refused({ files, onTrouble }: BeginPorts, poll: StoredPoll, item: FoundItem, error: unknown): Promise<Begun> {
  if (mayPass(error)) return { outcome: 'put-off', error }
  onTrouble(error)
  await files.drop(poll, item.id).catch(onTrouble)
  return { outcome: 'refused', message: error instanceof Error ? error.message : String(error) }
}

function failure([first = '', ...others]: readonly string[]) {
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return { lastOutcome: 'failed', lastMessage: `What was found could not be begun: ${first}${more}` } as const
}

/** Trouble of the store or of this process, or a limit; none of the workflow. */
function mayPass(error: unknown): boolean {
  if (error instanceof StoreError) return true
  return error instanceof RuntimeError && ['CLOSED', 'RATE_LIMITED', 'QUEUE_FULL'].includes(error.code)
}
