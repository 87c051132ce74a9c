import { type ExecutionState, newExecution } from '@millrace/engine'
import { expect, test } from 'vitest'
import { maySleep } from './may-sleep.ts'

function waitingUntil(...times: readonly number[]): ExecutionState {
  const state = newExecution()
  for (const [index, dueAt] of times.entries()) state.timers.set(`wait:s${index}`, dueAt)
  return state
}

test('an execution whose next timer is more than ten seconds away leaves memory', () => {
  expect(maySleep(waitingUntil(20_001, 90_000), 10_000)).toBe(true)
  expect(maySleep(waitingUntil(90_000, 20_000), 10_000)).toBe(false)
  expect(maySleep(waitingUntil(5000), 10_000)).toBe(false)
})

test('one without timers, which waits for another execution, leaves memory too', () => {
  expect(maySleep(waitingUntil(), 10_000)).toBe(true)
})
