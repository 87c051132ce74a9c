import { expect, test } from 'vitest'
import { fold, type Outcome, simulate } from '../testing/simulate.ts'
import { planOf, type TestNode } from '../testing/test-catalog.ts'
import type { ExecutionEvent } from './event.ts'
import { standingCommands } from './resume.ts'

/** What stands after the first so many events of a run. */
function standingAfter(nodes: Record<string, TestNode>, count: number, answer: () => Outcome = () => ({}), timeout?: string) {
  const plan = planOf(nodes, timeout === undefined ? undefined : { timeout })
  return standingCommands(fold(plan, simulate(plan, { answer }).log.slice(0, count)).state)
}

test('an attempt that runs is asked for again, with its number', () => {
  expect(standingAfter({ a: {}, b: {} }, 1)).toEqual([
    { type: 'run-step', step: 'a', node: 'a', attempt: 1 },
    { type: 'run-step', step: 'b', node: 'b', attempt: 1 },
  ])
  const retry = { attempts: 3, delay: '1s' }
  expect(standingAfter({ a: { retry } }, 3, () => ({ error: {} }))).toEqual([{ type: 'run-step', step: 'a', node: 'a', attempt: 2 }])
})

test('a step that is to be tried again is not run before its timer', () => {
  const retry = { attempts: 3, delay: '1s' }
  expect(standingAfter({ a: { retry } }, 2, () => ({ error: {} }))).toEqual([{ type: 'start-timer', timer: 'retry:a', dueAt: 2001 }])
})

test('a wait for a time is its timer alone; a wait for a call is asked for again', () => {
  expect(standingAfter({ a: {} }, 2, () => ({ wait: { type: 'time', until: 9000, output: 1 } }))).toEqual([
    { type: 'start-timer', timer: 'wait:a', dueAt: 9000 },
  ])
  const call = { type: 'call', executionId: 'child', workflow: 'other', inputs: {} } as const
  expect(standingAfter({ a: {} }, 2, () => ({ wait: call }))).toEqual([{ type: 'await-execution', step: 'a', attempt: 1, call }])
})

test('a call that an earlier attempt gave up is not asked for again', () => {
  const plan = planOf({ a: { timeout: '2s', retry: { attempts: 2, delay: '1s' } } })
  const call = { type: 'call', executionId: 'child', workflow: 'other', inputs: {} } as const
  const answer = (_step: string, _node: string, attempt: number): Outcome => (attempt === 1 ? { wait: call, isSilent: true } : {})
  const { log } = simulate(plan, { answer })
  expect(standingCommands(fold(plan, log.slice(0, 3)).state)).toEqual([expect.objectContaining({ timer: 'retry:a' })])
  expect(standingCommands(fold(plan, log.slice(0, 4)).state)).toEqual([
    expect.objectContaining({ timer: 'timeout:a' }),
    { type: 'run-step', step: 'a', node: 'a', attempt: 2 },
  ])
})

test('timers of steps, scopes and the execution stand with the time they had', () => {
  const nodes = { each: { type: 'for-each', timeout: '1m', with: { items: [1] }, nodes: { a: { timeout: '5s' } } } }
  expect(standingAfter(nodes, 1, undefined, '1h')).toEqual([
    { type: 'start-timer', timer: 'execution', dueAt: 3_601_000 },
    { type: 'start-timer', timer: 'timeout:each', dueAt: 61_000 },
    { type: 'start-timer', timer: 'timeout:each[0].a', dueAt: 6000 },
    { type: 'run-step', step: 'each[0].a', node: 'a', attempt: 1 },
  ])
})

test('of an execution that is over, or has not begun, nothing stands', () => {
  const plan = planOf({ a: {} })
  const events: readonly ExecutionEvent[] = simulate(plan).log
  expect(standingCommands(fold(plan, events).state)).toEqual([])
  expect(standingCommands(fold(plan, []).state)).toEqual([])
})
