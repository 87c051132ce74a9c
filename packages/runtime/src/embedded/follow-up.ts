import { type CreateExecution, failPoint } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import type { Standing } from './ledger.ts'

/** What an end brings with it: the execution of an error workflow, and the event that tells of it. */
export type Following = Pick<CreateExecution, 'follow' | 'emits'>

/** Asked for while the end is about to be written: nothing, something, or not known yet. */
export type FollowUp = (end: Standing) => Following | 'nothing' | 'not-yet'

export interface FollowUpOptions {
  readonly ports: Pick<RuntimePorts, 'clock' | 'onTrouble'>
  /** Told at once where it can be: most ends bring nothing, and must not wait for a promise. */
  prepare(end: Standing): Promise<Following> | Following | 'nothing'
  /** It is known now: the end may be written. */
  onReady(): void
}

const tryAgainMs = 1000

/** Looks up once what the end brings, and again when the store did not answer: an end is not written without it. */
export function createFollowUp({ ports: { clock, onTrouble }, prepare, onReady }: FollowUpOptions): FollowUp {
  let prepared: { readonly end: Standing; readonly follow: ReturnType<FollowUp> } | undefined

  function begin(end: Standing): ReturnType<FollowUp> {
    const preparing = prepare(end)
    if (!(preparing instanceof Promise)) return preparing
    void preparing.then(
      (following) => settle(end, following),
      (error) => {
        onTrouble(error)
        clock.wakeAfter(tryAgainMs, () => {
          if (prepared?.end === end) prepared = undefined
          onReady()
        })
      },
    )
    return 'not-yet'
  }

  function settle(end: Standing, follow: Following): void {
    prepared = { end, follow }
    if (follow.follow !== undefined) failPoint('follow-up-ready')
    onReady()
  }

  return (end) => {
    // By its error, for a crash while it was looked up is another end.
    if (prepared === undefined || prepared.end.status !== end.status || prepared.end.error !== end.error) {
      prepared = { end, follow: begin(end) }
    }
    return prepared.follow
  }
}
