import { isFinal } from '@millrace/engine'
import type { CancelRequest, ControlNote, Driver } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import type { Deliver } from './delivery.ts'
import { executionKey } from './execution-key.ts'
import type { LiveExecution } from './live-execution.ts'

export interface ControlOptions {
  readonly ports: Pick<RuntimePorts, 'store' | 'clock'>
  readonly live: { get(key: string): LiveExecution | undefined }
  readonly deliver: Deliver
}

/** What people do to an execution as a whole: requests that its log holds like everything else, so that they outlive this process. */
export function createControl({ ports, live, deliver }: ControlOptions): Pick<Driver, 'cancel' | 'pause' | 'unpause'> {
  const { store, clock } = ports

  async function cancel(account: string, id: string, { force, ...note }: CancelRequest = {}): ReturnType<Driver['cancel']> {
    const delivered = await deliver(account, id, (loaded) => ({
      type: 'cancel-requested',
      ...request(note),
      // Of what has not begun there is nothing to clean up.
      ...(force !== true && (loaded?.status !== 'queued' || loaded.admission !== undefined) && { mode: 'cooperative' }),
    }))
    if (delivered === 'recorded') return 'canceling'
    return delivered === 'refused' ? ((await hasFinished(account, id)) ? 'already-finished' : 'canceling') : delivered
  }

  async function pause(account: string, id: string, note: ControlNote = {}): ReturnType<Driver['pause']> {
    const before = await store.executions.get(account, id)
    if (before?.status === 'queued' && live.get(executionKey({ account, id })) === undefined) return 'queued'
    const delivered = await deliver(account, id, () => ({ type: 'pause-requested', ...request(note) }))
    if (delivered === 'recorded') return 'paused'
    if (delivered !== 'refused') return delivered
    const now = await store.executions.get(account, id)
    if (now === undefined || isFinal(now.status)) return 'already-finished'
    return now.canceling === true ? 'canceling' : 'already-paused'
  }

  async function unpause(account: string, id: string, note: ControlNote = {}): ReturnType<Driver['unpause']> {
    const delivered = await deliver(account, id, () => ({ type: 'resume-requested', ...request(note) }))
    if (delivered === 'recorded') return 'resumed'
    return delivered === 'refused' ? ((await hasFinished(account, id)) ? 'already-finished' : 'not-paused') : delivered
  }

  async function hasFinished(account: string, id: string): Promise<boolean> {
    const now = await store.executions.get(account, id)
    return now === undefined || isFinal(now.status)
  }

  function request({ reason, by }: ControlNote) {
    return { at: clock.now(), ...(reason !== undefined && { reason }), ...(by !== undefined && { by }) }
  }

  return { cancel, pause, unpause }
}
