import { expect, test } from 'vitest'
import { readCanvas } from '../model/canvas.ts'
import { orderText } from '../model/testing/order-text.ts'
import { testTypes } from '../model/testing/test-types.ts'
import { readText } from '../model/workflow-text.ts'
import { keyOfNode, type RunPlace, readPlace, wholeRun, writePlace } from './run-place.ts'

const startMs = 1_000

test('what one looks at is kept in the address, beside what that says already', () => {
  const places: readonly RunPlace[] = [
    wholeRun,
    { ...wholeRun, node: '' },
    { cursor: { by: 'step', count: 3 }, node: 'ship', turns: new Map([['each_line', 2]]), shown: 'current' },
    { ...wholeRun, cursor: { by: 'time', atMs: startMs + 340 } },
  ]
  for (const place of places) {
    const address = writePlace(new URLSearchParams('execution=01A&with=01B&at=9&turn=gone:1'), place, startMs)
    expect(readPlace(address, startMs)).toEqual(place)
    expect(address.toString()).toMatch(/^execution=01A&with=01B/)
  }
})

test('an address that somebody has broken shows the whole execution', () => {
  expect(readPlace(new URLSearchParams('at=-1&turn=x&version=7'), startMs)).toEqual(wholeRun)
})

test('a node is found by its key, by its path, and by that of a step in a section', () => {
  const canvas = readCanvas(readText(orderText), testTypes)
  expect(['ship', 'each_line.ship', 'order.catch.ship', 'trigger:placed', 'gone'].map((wanted) => keyOfNode(canvas, wanted))).toEqual([
    'ship',
    'ship',
    'ship',
    'trigger:placed',
    undefined,
  ])
})
