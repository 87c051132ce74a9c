import { expect, test } from 'vitest'
import { readCanvas } from '../../model/canvas.ts'
import { changedLayout } from '../../model/layout-change.ts'
import { orderText } from '../../model/testing/order-text.ts'
import { testTypes } from '../../model/testing/test-types.ts'
import { readText } from '../../model/workflow-text.ts'
import { rangesOf } from '../../source/ranges-of.ts'
import { dropHome } from '../flow/drop-home.ts'
import { firstView } from '../flow/fit.ts'
import { cornersOf, groupFrames } from '../flow/group-frames.ts'
import { keysAtPath } from '../keys-at-path.ts'
import { nextPlace } from '../palette/next-place.ts'
import { layOut } from './lay-out.ts'
import { placeNodes } from './placed-nodes.ts'

const text = readText(orderText)
const canvas = readCanvas(text, testTypes)
const placed = placeNodes(canvas.nodes, layOut(canvas).places)
const corners = cornersOf(placed)

function inside(key: string) {
  const { x, y } = corners.get(key) ?? { x: 0, y: 0 }
  return { x: x + 10, y: y + 10 }
}

test('what is dropped into a part of a scope belongs there, and not into itself', () => {
  expect(dropHome(placed, inside('undo')).home).toEqual({ scope: 'guarded', part: 'catch' })
  expect(dropHome(placed, inside('ship')).home).toEqual({ scope: 'each_line', part: 'body' })
  expect(dropHome(placed, inside('undo'), new Set(['guarded'])).home).toBeUndefined()
  expect(dropHome(placed, { x: -500, y: -500 }).home).toBeUndefined()
})

test('a new node goes to the first port that leads nowhere, or into the selected edge', () => {
  const at = (...keys: string[]) => nextPlace({ canvas, selection: new Set(keys), focused: keys[0] })
  expect(at('tell')).toEqual({ after: { from: 'tell', port: 'success' } })
  expect(at('is_large')).toEqual({ after: { from: 'is_large', port: 'true' } })
  expect(at('is_large>false>charge')).toEqual({ between: { from: 'is_large', port: 'false', to: 'charge' } })
  expect(at()).toEqual({})
})

test('a place of the file belongs to the innermost node around it, and a node to its lines', () => {
  expect(keysAtPath(canvas, ['nodes', 'each_line', 'nodes', 'pack', 'with', 'message'])).toEqual(['pack'])
  expect(keysAtPath(canvas, ['settings', 'timeout'])).toEqual([])
  const [range] = rangesOf({ text, canvas }, new Set(['each_line']))
  const lines = orderText.slice(range?.from, range?.to)
  expect(lines).toMatch(/^each_line:/)
  expect(lines).toMatch(/message: packed } }$/)
})

test('a frame stands around the nodes of a group', () => {
  const [frame] = groupFrames([{ id: 'g', title: 'Payment', nodes: ['charge', 'tell'], isCollapsed: false }], placed)
  for (const key of ['charge', 'tell']) {
    const corner = corners.get(key)
    expect(corner?.x).toBeGreaterThan(frame?.box.x ?? Number.NaN)
    expect(corner?.y).toBeLessThan((frame?.box.y ?? 0) + (frame?.box.height ?? 0))
  }
})

test('entries of a layout are laid over those there are', () => {
  const layout = { nodes: { a: { x: 1, y: 1 }, b: { x: 2, y: 2 } } }
  expect(changedLayout(layout, { nodes: { a: null, c: { x: 3, y: 3 } }, collapsed: { s: true } })).toMatchObject({
    nodes: { b: { x: 2, y: 2 }, c: { x: 3, y: 3 } },
    collapsed: { s: true },
  })
})

test('a workflow opens whole where that can be read, else at its beginning', () => {
  const pane = { clientWidth: 1000, clientHeight: 600 } as Element // As far as it is looked at.
  const start = { x: 112, y: 32 }
  expect(firstView({ x: 0, y: 0, width: 400, height: 200 }, start, pane)).toEqual({ x: 300, y: 200, zoom: 1 })
  expect(firstView({ x: 0, y: 0, width: 1800, height: 200 }, start, pane)).toMatchObject({ x: 32, zoom: 0.52 })
  expect(firstView({ x: 0, y: 0, width: 9000, height: 200 }, start, pane)).toMatchObject({ x: 32, zoom: 0.6 })
})

test('a workflow that is too tall opens with its first card in the middle', () => {
  const pane = { clientWidth: 1000, clientHeight: 600 } as Element // As above.
  const tall = { x: 0, y: 0, width: 400, height: 4000 }
  expect(firstView(tall, { x: 112, y: 2000 }, pane)).toMatchObject({ y: -900, zoom: 0.6 })
  expect(firstView(tall, { x: 112, y: 32 }, pane)).toMatchObject({ y: 32 })
})
