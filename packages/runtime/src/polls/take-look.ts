import { FatalError } from '@millrace/kit'
import { failPoint, type PollStore, type StoredPoll } from '@millrace/store'
import { newExecutionId } from '../execution-id.ts'
import type { RuntimePorts } from '../ports.ts'
import { type BeginPorts, beginFound } from './begin-found.ts'
import { noteFound } from './note-found.ts'
import type { PollTrigger } from './poll-trigger.ts'
import { type LookFailure, runLook } from './run-look.ts'
import { writeFound } from './write-found.ts'

export interface LookPorts extends BeginPorts {
  readonly runtime: RuntimePorts
  readonly polls: PollStore
}

const longestLookMs = 120_000
/** A source that fails is left alone for longer and longer, up to this or its own interval. */
const longestBackoffMs = 15 * 60_000

/**
 * Looks once and begins an execution for what is new. What was found is on disk, with the ids of the executions to be, before the first of
 * them is begun: whatever dies in between, the next call goes on with exactly those. A signal ends it where it is, as a death would.
 */
export async function takeLook(ports: LookPorts, before: StoredPoll, trigger: PollTrigger, signal: AbortSignal): Promise<StoredPoll> {
  const after = before.isBeginning ? await beginFound(ports, before, trigger, signal) : await look(ports, before, trigger, signal)
  // What is not begun yet may have files still.
  if (!after.isBeginning) await ports.files.drop(after).catch(ports.onTrouble)
  return after
}

async function look(ports: LookPorts, before: StoredPoll, trigger: PollTrigger, signal: AbortSignal): Promise<StoredPoll> {
  const { runtime, files, polls, onTrouble } = ports
  const { clock } = runtime
  if (signal.aborted) return before
  let noted: StoredPoll
  const end = new AbortController()
  const stopLimit = clock.wakeAfter(longestLookMs, () => end.abort(new Error('It took longer than two minutes.')))
  const endWithAll = () => end.abort(signal.reason)
  signal.addEventListener('abort', endWithAll)
  try {
    const host: typeof runtime.host = (place) => files.hostOf(before, place, runtime.host(place))
    const outcome = await runLook(
      { ...runtime, host },
      {
        account: before.account,
        look: trigger.look(),
        executionId: newExecutionId(clock.now()),
        trigger,
        cursor: before.cursor ?? null,
        signal: end.signal,
      },
    )
    if (signal.aborted) return before
    if ('error' in outcome) return failed(before, trigger, outcome.error, clock.now())
    const { poll, found } = await noteFound(before, trigger, trigger.looking.read(outcome.result, before.cursor ?? null), clock.now())
    if (!poll.isBeginning) return poll
    await writeFound(polls, poll, found)
    noted = poll
    // Due at once: what a death leaves is begun as soon as there is somebody to do it.
    await polls.put({ ...poll, wakeAt: clock.now() })
  } catch (error) {
    // What the trigger type says of a result is for whoever reads the row.
    if (!(error instanceof FatalError)) onTrouble(error)
    return failed(before, trigger, { message: error instanceof Error ? error.message : String(error) }, clock.now())
  } finally {
    stopLimit()
    signal.removeEventListener('abort', endWithAll)
  }
  failPoint('poll-found')
  return beginFound(ports, noted, trigger, signal)
}

/** The cursor stays, so that nothing is missed. */
function failed(
  before: StoredPoll,
  { looking: { everyMs } }: PollTrigger,
  { message, retryAfterMs = 0 }: LookFailure,
  now: number,
): StoredPoll {
  const failures = before.failures + 1
  const backoff = Math.min(Math.max(everyMs, longestBackoffMs), everyMs * 2 ** Math.min(failures - 1, 20))
  const wake = before.isPaused ? {} : { wakeAt: now + Math.max(backoff, retryAfterMs) }
  return { ...before, ...wake, failures, lastAt: now, lastOutcome: 'failed', lastMessage: message }
}
