import { type ExecutionState, isIdle, nextDue } from '@millrace/engine'

/** Timers nearer than this are waited for in memory: going to sleep costs a write, and waking up a read of the whole log. */
const keepAwakeMs = 10_000

/** Whether nothing runs and no timer is near: then the execution leaves memory. `now` in milliseconds since 1970. */
export function maySleep(state: ExecutionState, now: number): boolean {
  const due = nextDue(state)
  return isIdle(state) && (due === undefined || due - now > keepAwakeMs)
}
