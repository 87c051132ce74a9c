import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createStandardCatalog } from '@millrace/nodes'
import { expect, test } from 'vitest'
import { edgeShape } from '../packages/editor/src/canvas/flow/edge-shape.ts'
import { cornersOf } from '../packages/editor/src/canvas/flow/group-frames.ts'
import { layOut } from '../packages/editor/src/canvas/layout/lay-out.ts'
import { type PlacedNode, placeNodes } from '../packages/editor/src/canvas/layout/placed-nodes.ts'
import { entryY, portPlaces } from '../packages/editor/src/canvas/layout/port-places.ts'
import { readCanvas } from '../packages/editor/src/model/canvas.ts'
import { indexTypes } from '../packages/editor/src/model/type-facts.ts'
import { readText } from '../packages/editor/src/model/workflow-text.ts'
import { checkout } from './support/checkout.ts'

const catalog = createStandardCatalog()
const types = indexTypes(
  catalog.list().map((type) => ({ ...type, ports: type.ports({}) })),
  catalog.listTriggers().map(({ type, title, icon, summary }) => ({ type, title, icon, summary })),
)
const files = globSync('examples/**/*.yaml', { cwd: checkout }).filter((file) => !file.endsWith('.test.yaml'))

test('no edge of the examples runs behind a card that it does not belong to', () => {
  expect(files.length).toBeGreaterThan(40)
  expect(files.flatMap((file) => crossings(readFileSync(join(checkout, file), 'utf8')).map((crossing) => `${file}: ${crossing}`))).toEqual(
    [],
  )
})

function crossings(source: string): readonly string[] {
  const canvas = readCanvas(readText(source), types)
  const laidOut = layOut(canvas)
  const placed = placeNodes(canvas.nodes, laidOut.places)
  const corners = cornersOf(placed)
  const cards = new Map(placed.map((one) => [one.node.key, one]))
  return canvas.edges.flatMap((edge) => {
    const [from, to] = [cards.get(edge.from), cards.get(edge.to)]
    const [start, end] = [corners.get(edge.from), corners.get(edge.to)]
    const port = from && portPlaces(from.node, from.box).find(({ port }) => port.name === edge.port)
    if (!from || !to || !start || !end || !port) throw new Error(`${edge.id} has no ends.`)
    const ends = {
      sourceX: start.x + port.x,
      sourceY: start.y + port.y,
      targetX: end.x,
      targetY: end.y + entryY(to.node, to.box),
      sourcePosition: port.side as never, // React Flow names sides as we do, in an enum.
      targetPosition: 'left' as never,
    }
    const points = pointsOf(edgeShape(ends, laidOut.lanes[edge.id]).path)
    return placed
      .filter((one) => isForeign(one, edge) && one.node.parent === from.node.parent)
      .filter((one) => points.some((point) => isInside(point, { ...one.box, ...corners.get(one.node.key) })))
      .map(({ node }) => `${edge.id} behind ${node.key}`)
  })
}

function isForeign({ node }: PlacedNode, edge: { readonly from: string; readonly to: string }): boolean {
  return node.key !== edge.from && node.key !== edge.to
}

type Place = readonly [x: number, y: number]

function isInside([x, y]: Place, box: { x: number; y: number; width: number; height: number }): boolean {
  return x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height
}

/** Points along a path of lines and curves. */
function pointsOf(path: string): readonly Place[] {
  const points: Place[] = []
  for (const [, letter, rest = ''] of path.matchAll(/([MHQC])([^MHQC]*)/g)) {
    const numbers = rest
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number)
    const last = points.at(-1) ?? [0, 0]
    const given = letter === 'H' ? [[numbers[0] ?? 0, last[1]] as Place] : pairs(numbers)
    if (letter === 'M') points.push(...given)
    else for (let share = 0.02; share <= 1.001; share += 0.02) points.push(between([last, ...given], share))
  }
  return points
}

function pairs(numbers: readonly number[]): Place[] {
  return numbers.flatMap((x, index) => (index % 2 === 0 ? [[x, numbers[index + 1] ?? 0] as Place] : []))
}

/** A point of a curve by its control points. */
function between(points: readonly Place[], share: number): Place {
  const [first = [0, 0], ...rest] = points
  if (rest.length === 0) return first
  const next = rest.map(([x, y], index): Place => {
    const [fromX, fromY] = points[index] ?? first
    return [fromX + (x - fromX) * share, fromY + (y - fromY) * share]
  })
  return between(next, share)
}
