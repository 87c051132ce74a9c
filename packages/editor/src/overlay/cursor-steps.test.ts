import { expect, test } from 'vitest'
import { readRun } from '../model/overlay/run.ts'
import { failedRun, runStart } from '../model/testing/order-run.ts'
import { cursorAt, cursorAtTime, stepsAt } from './cursor-steps.ts'

const run = readRun(failedRun(), runStart + 1000)

test('the cursor goes from the first step to the last, and is none there', () => {
  expect([0, 1, 5, 8, 99].map((count) => cursorAt(run, count))).toEqual([
    { by: 'step', count: 1 },
    { by: 'step', count: 1 },
    { by: 'step', count: 5 },
    undefined,
    undefined,
  ])
  expect(cursorAtTime(run, run.endMs)).toBeUndefined()
  expect(cursorAtTime(run, 0)).toEqual({ by: 'time', atMs: run.startMs })
})

test('as many steps have begun as began before it', () => {
  expect(stepsAt(run, undefined)).toBe(8)
  expect(stepsAt(run, { by: 'step', count: 99 })).toBe(8)
  expect(stepsAt(run, { by: 'time', atMs: runStart + 70 })).toBeLessThan(8)
})
