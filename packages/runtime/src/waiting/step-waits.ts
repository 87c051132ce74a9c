import { type ExecutionState, type StepChange, type WaitReason, waitReasonOf } from '@millrace/engine'

/** Why a step waits, or waits for its next attempt. */
export interface StepWait {
  readonly step: string
  readonly reason: WaitReason
}

/** Of the steps that have begun to with these changes, and still do; undefined where there are none, which is nearly always. */
export function stepWaits(state: ExecutionState, changes: readonly StepChange[]): readonly StepWait[] | undefined {
  let waits: StepWait[] | undefined
  for (const { step, status, at } of changes) {
    if (status !== 'waiting' && status !== 'retrying') continue
    const own = state.live.get(step)
    const reason = own?.status === status ? waitReasonOf(state, own, at) : undefined
    if (reason === undefined) continue
    waits ??= []
    waits.push({ step, reason })
  }
  return waits
}
