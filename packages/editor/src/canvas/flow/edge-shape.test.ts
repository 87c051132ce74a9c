import { Position } from '@xyflow/react'
import { expect, test } from 'vitest'
import { readCanvas } from '../../model/canvas.ts'
import { testTypes } from '../../model/testing/test-types.ts'
import { readText } from '../../model/workflow-text.ts'
import { layOut } from '../layout/lay-out.ts'
import { edgeShape } from './edge-shape.ts'

const sides = { sourcePosition: Position.Right, targetPosition: Position.Left }
const lane = {
  end: { x: 400, y: 0 },
  runs: [
    { from: 0, to: 0, y: 0 },
    { from: 72, to: 296, y: -60 },
    { from: 368, to: 400, y: 0 },
  ],
}

test('an edge goes along the lane that is free for it', () => {
  const { path, middle } = edgeShape({ ...sides, sourceX: 100, sourceY: 50, targetX: 500, targetY: 50 }, lane)
  expect(path).toBe('M100 50H100C136 50 136 -10 172 -10H396C432 -10 432 50 468 50H500')
  expect(middle).toEqual({ x: 284, y: -10 })
})

test('an edge whose end somebody has moved is one curve', () => {
  const ends = { ...sides, sourceX: 100, sourceY: 50, targetX: 500, targetY: 58 }
  expect(edgeShape(ends, lane)).toEqual(edgeShape(ends, undefined))
})

test('what follows a failure stands below what follows success, and its edge turns below the card', () => {
  const source =
    'id: w\nnodes:\n  ask: { type: http.request, next: { error: sorry, success: thanks } }\n  sorry: { type: log }\n  thanks: { type: log }\n'
  const { places, lanes } = layOut(readCanvas(readText(source), testTypes))
  expect(places.sorry?.y).toBeGreaterThan(places.thanks?.y ?? Number.NaN)
  expect(lanes['ask>success>thanks']).toBeUndefined()
  expect(lanes['ask>error>sorry']?.runs[0]).toMatchObject({ y: 10 })
})
