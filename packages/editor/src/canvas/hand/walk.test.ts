import { expect, test } from 'vitest'
import { readCanvas } from '../../model/canvas.ts'
import { orderText } from '../../model/testing/order-text.ts'
import { testTypes } from '../../model/testing/test-types.ts'
import { readText } from '../../model/workflow-text.ts'
import { cornersOf } from '../flow/group-frames.ts'
import { layOut } from '../layout/lay-out.ts'
import { placeNodes } from '../layout/placed-nodes.ts'
import { alongEdges, walk } from './walk.ts'

const canvas = readCanvas(readText(orderText), testTypes)
const corners = cornersOf(placeNodes(canvas.nodes, layOut(canvas).places))

test('arrows walk along the edges, and else to what is nearest', () => {
  expect(walk(canvas, corners, 'trigger:placed', 'right')).toBe('is_large')
  expect(walk(canvas, corners, 'is_large', 'right')).toBe('review')
  expect(walk(canvas, corners, 'review', 'left')).toBe('is_large')
  expect(walk(canvas, corners, 'trigger:nightly', 'left')).toBeUndefined()
  const down = walk(canvas, corners, 'trigger:placed', 'down')
  expect([down, down && walk(canvas, corners, down, 'up')]).not.toContain(undefined)
})

test('everything before and after a node is found along the edges', () => {
  expect([...alongEdges(canvas, 'charge', 'right')].sort()).toEqual(['apologise', 'each_line', 'tell'])
  expect(alongEdges(canvas, 'charge', 'left')).toContain('trigger:nightly')
})
