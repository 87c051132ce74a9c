import { describe, expect, test } from 'vitest'
import { readCanvas } from '../../model/canvas.ts'
import { orderText } from '../../model/testing/order-text.ts'
import { testTypes } from '../../model/testing/test-types.ts'
import { readText } from '../../model/workflow-text.ts'
import { layOut } from './lay-out.ts'
import { placeNodes } from './placed-nodes.ts'

const text = readText(orderText)
const canvas = readCanvas(text, testTypes)

describe('a workflow that nobody has placed', () => {
  const placed = placeNodes(canvas.nodes, layOut(canvas).places)
  const boxOf = (key: string) => {
    const found = placed.find(({ node }) => node.key === key)
    if (found === undefined) throw new Error(`${key} is not placed`)
    return found
  }

  test('is laid out from left to right, the same each time', () => {
    for (const { from, to } of canvas.edges) expect(boxOf(from).box.x).toBeLessThan(boxOf(to).box.x)
    expect(layOut(readCanvas(readText(orderText), testTypes))).toEqual(layOut(canvas))
  })

  test('has each scope around what is inside it, and its parts one below the other', () => {
    for (const { node, box } of placed) {
      if (node.parent === undefined) continue
      const around = boxOf(node.parent)
      const part = around.parts.find((one) => one.part === node.part)
      expect(box.x + box.width).toBeLessThan(around.box.width)
      expect(box.y).toBeGreaterThan(part?.y ?? Number.NaN)
      expect(box.y + box.height).toBeLessThan((part?.y ?? 0) + (part?.height ?? 0))
    }
    expect(boxOf('guarded').parts.map(({ part }) => part)).toEqual(['body', 'catch', 'finally'])
  })

  test('shows nothing of what is inside a closed scope', () => {
    const closed = readCanvas(text, testTypes, { collapsed: { guarded: true } })
    const keys = placeNodes(closed.nodes, layOut(closed).places).map(({ node }) => node.key)
    expect(keys).toContain('guarded')
    expect(keys).not.toContain('undo')
  })

  test('makes way for what somebody has placed', () => {
    const moved = readCanvas(text, testTypes, { nodes: { charge: { x: 800, y: 800 } } })
    const boxes = placeNodes(moved.nodes, layOut(moved).places).filter(({ node }) => node.parent === undefined)
    const at = (key: string) => boxes.find(({ node }) => node.key === key)?.box
    expect(at('charge')).toMatchObject({ x: 800, y: 800 })
    for (const [index, one] of boxes.entries()) {
      for (const { box } of boxes.slice(index + 1)) {
        const isBeside = one.box.x + one.box.width <= box.x || box.x + box.width <= one.box.x
        expect(isBeside || one.box.y + one.box.height <= box.y || box.y + box.height <= one.box.y).toBe(true)
      }
    }
  })
})
