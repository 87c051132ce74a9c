import { expect, test } from 'vitest'
import { calledExecutionId, newExecutionId } from './execution-id.ts'

test('ten thousand ids of one moment are all different', () => {
  expect(new Set(Array.from({ length: 10_000 }, () => newExecutionId(1_700_000_000_000))).size).toBe(10_000)
})

test('ids sort by the millisecond they were made in', () => {
  const times = [0, 1, 31, 32, 1023, 1024, 1_700_000_000_000, 1_700_000_000_001, 4_102_444_800_000]
  const ids = times.map(newExecutionId)
  expect([...ids].sort()).toEqual(ids)
})

test('an id has 26 characters that can be read out, typed and put into an address', () => {
  for (const id of [newExecutionId(0), newExecutionId(1_700_000_000_000), calledExecutionId(newExecutionId(1), 'a[0].b', 1)])
    expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
})

test('a called execution has the same id for each repetition of one attempt, and another for every other', () => {
  const caller = newExecutionId(1_700_000_000_000)
  expect(calledExecutionId(caller, 'a', 1)).toBe(calledExecutionId(caller, 'a', 1))
  const others = [
    calledExecutionId(caller, 'a', 2),
    calledExecutionId(caller, 'b', 1),
    calledExecutionId(caller, 'a\n1', 1),
    calledExecutionId(newExecutionId(1_700_000_000_000), 'a', 1),
    caller,
  ]
  expect(new Set([...others, calledExecutionId(caller, 'a', 1)]).size).toBe(6)
})

test('a called execution sorts beside its caller', () => {
  const caller = newExecutionId(1_700_000_000_000)
  expect(calledExecutionId(caller, 'a', 1).slice(0, 10)).toBe(caller.slice(0, 10))
})
