import { type ExecutionSummary, failPoint } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import type { Lane, Lanes } from './lanes.ts'

export interface AdmitOptions {
  readonly ports: Pick<RuntimePorts, 'store' | 'clock' | 'onTrouble'>
  readonly lanes: Lanes
  readonly instance: Instance
  /** Tells the execution that it has a place; resolves when that is on disk, with false when it is over already. */
  admit(account: string, id: string): Promise<boolean>
  /** Cancels an execution that runs. */
  giveWay(account: string, id: string, newest: string): Promise<void>
  /** Cancels one that is queued. */
  supersede(account: string, id: string, newest: string): Promise<void>
  isClosed(): boolean
}

/** How many run in this process, where that is limited. */
export interface Instance {
  readonly limit: number
  readonly running: Set<string>
}

/** So many of one lane are read at a time. */
const batchSize = 100
const tryAgainMs = 1000

interface Candidate {
  readonly lane: Lane
  readonly row: ExecutionSummary
}

/**
 * Owns: who is admitted next. One round at a time, over all lanes with room; no two rounds ever give away the same place, for a place is taken in
 * memory before anything is told.
 */
export interface Admit {
  /** Somebody may be admitted in this lane. */
  look(lane: Lane): void
  /** A place in this process has become free. */
  lookAtAll(): void
}

export function createAdmit({ ports, lanes, instance, admit, giveWay, supersede, isClosed }: AdmitOptions): Admit {
  const { store, clock, onTrouble } = ports
  const ready = new Set<Lane>()
  let isWorking = false

  async function work(): Promise<void> {
    if (isWorking) return
    isWorking = true
    try {
      while (!isClosed() && ready.size > 0 && instance.running.size < instance.limit) {
        const candidates: Candidate[] = []
        for (const lane of [...ready]) candidates.push(...(await candidatesOf(lane)))
        if (instance.limit < Number.POSITIVE_INFINITY) candidates.sort(byTurn)
        for (const candidate of candidates) take(candidate)
      }
    } catch (error) {
      onTrouble(error)
      later()
    } finally {
      isWorking = false
    }
  }

  async function candidatesOf(lane: Lane): Promise<readonly Candidate[]> {
    // Whatever gives it room, or puts who is queued on disk, makes it ready again: also while this reads, which may have missed that.
    ready.delete(lane)
    try {
      const rows = await nextIn(lane)
      if (rows.length > 0) {
        ready.add(lane)
        return rows.map((row) => ({ lane, row }))
      }
    } catch (error) {
      ready.add(lane)
      throw error
    }
    lane.next = undefined
    if (!ready.has(lane)) lanes.release(lane)
    return []
  }

  async function nextIn(lane: Lane): Promise<readonly ExecutionSummary[]> {
    if (lane.queued.size === 0) return []
    if (roomIn(lane) > 0) {
      lane.next ??= await read(lane)
      return lane.next.slice(0, roomIn(lane))
    }
    if (lane.onLimit === 'cancel-running') await makeRoom(lane)
    return []
  }

  async function read(lane: Lane): Promise<ExecutionSummary[]> {
    const rows = await store.lanes.queued(lane.account, lane.name, Math.min(roomIn(lane), batchSize) + lane.coming.size)
    return rows.filter(({ id }) => lane.queued.has(id))
  }

  function roomIn(lane: Lane): number {
    return lane.limit - lane.held.size
  }

  /** Asked again for each: the rows may be from before. */
  function take({ lane, row }: Candidate): void {
    const { account, id } = row
    if (lane.next?.[0]?.id === id) lane.next.shift()
    if (lane.next?.length === 0) lane.next = undefined
    if (roomIn(lane) <= 0 || instance.running.size >= instance.limit || !lane.queued.delete(id)) return
    lane.held.add(id)
    lane.coming.add(id)
    lane.lastQueuedAt = Math.max(lane.lastQueuedAt, queuedAt(row))
    if (instance.limit < Number.POSITIVE_INFINITY) instance.running.add(id)
    failPoint('place-taken')
    admit(account, id).then(
      (isAdmitted) => {
        lane.coming.delete(id)
        if (!isAdmitted) giveBack(lane, id)
      },
      (error) => {
        lane.coming.delete(id)
        giveBack(lane, id)
        if (isClosed()) return
        lane.queued.add(id)
        onTrouble(error)
        later(lane)
      },
    )
  }

  function giveBack(lane: Lane, id: string): void {
    lane.held.delete(id)
    instance.running.delete(id)
    look(lane)
  }

  function later(lane?: Lane): void {
    if (lane !== undefined) ready.delete(lane)
    clock.wakeAfter(tryAgainMs, () => (lane === undefined ? void work() : look(lane)))
  }

  /**
   * Of those that are queued the newest stays; the oldest that runs gives way to it, one at a time. One that has left its place while it
   * waited, and needs one again, is no new start: it makes nobody give way who came after it.
   */
  async function makeRoom(lane: Lane): Promise<void> {
    const { account } = lane
    const rows = (await store.lanes.queued(account, lane.name, batchSize)).filter(({ id }) => lane.queued.has(id))
    const newest = rows.reduce<ExecutionSummary | undefined>(
      (last, row) => (last === undefined || queuedAt(row) > queuedAt(last) ? row : last),
      undefined,
    )
    if (newest === undefined) return
    for (const { id } of rows) if (id !== newest.id) supersede(account, id, newest.id).catch(onTrouble)
    const [oldest] = lane.held
    if (oldest === undefined || lane.giving.size > 0 || queuedAt(newest) < lane.lastQueuedAt) return
    lane.giving.add(oldest)
    giveWay(account, oldest, newest.id).catch(onTrouble)
  }

  function look(lane: Lane): void {
    ready.add(lane)
    void work()
  }

  return { look, lookAtAll: () => void work() }
}

function queuedAt({ admission }: ExecutionSummary): number {
  return admission?.queuedAt ?? 0
}

function byTurn({ row: a }: Candidate, { row: b }: Candidate): number {
  return (b.admission?.priority ?? 0) - (a.admission?.priority ?? 0) || queuedAt(a) - queuedAt(b)
}
