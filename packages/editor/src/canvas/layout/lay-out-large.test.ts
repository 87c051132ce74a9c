import { expect, test } from 'vitest'
import { readCanvas } from '../../model/canvas.ts'
import { testTypes } from '../../model/testing/test-types.ts'
import { readText } from '../../model/workflow-text.ts'
import { layOut } from './lay-out.ts'
import { placeNodes } from './placed-nodes.ts'

const chains = 20
const source = [
  'id: large\nnodes:\n',
  ...Array.from({ length: 600 }, (_, index) => `  n${index}: { type: log${index + chains < 600 ? `, next: n${index + chains}` : ''} }\n`),
].join('')

test('a graph of hundreds of nodes is laid out from left to right, and none lies over another', () => {
  const canvas = readCanvas(readText(source), testTypes)
  const boxes = placeNodes(canvas.nodes, layOut(canvas).places).map(({ node, box }) => ({ key: node.key, ...box }))
  const byKey = new Map(boxes.map((box) => [box.key, box]))
  for (const { from, to } of canvas.edges) expect(byKey.get(from)?.x).toBeLessThan(byKey.get(to)?.x ?? Number.NaN)
  // A chain is a straight line.
  expect(byKey.get('n3')?.y).toBe(byKey.get(`n${3 + 5 * chains}`)?.y)
  for (const [index, one] of boxes.entries())
    for (const other of boxes.slice(index + 1)) {
      const isApart =
        one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y
      if (!isApart) throw new Error(`${one.key} lies over ${other.key}`)
    }
})
