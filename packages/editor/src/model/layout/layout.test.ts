import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alignBoxes, type Box, distributeBoxes } from './arrange-boxes.ts'
import { makeRoom, type Placeable } from './make-room.ts'

const box = (key: string, x: number, y: number, width = 80, height = 40): Box => ({ key, x, y, width, height })

describe('chosen nodes', () => {
  const boxes = [box('a', 0, 0), box('b', 200, 80, 160), box('c', 80, 200)]

  test('are put into one line', () => {
    expect(alignBoxes(boxes, 'left')).toEqual({ b: { x: 0, y: 80 }, c: { x: 0, y: 200 } })
    expect(alignBoxes(boxes, 'right')).toEqual({ a: { x: 280, y: 0 }, c: { x: 280, y: 200 } })
    expect(alignBoxes(boxes, 'center')).toEqual({ a: { x: 144, y: 0 }, b: { x: 104, y: 80 }, c: { x: 144, y: 200 } })
    expect(alignBoxes(boxes, 'top')).toEqual({ b: { x: 200, y: 0 }, c: { x: 80, y: 0 } })
    expect(alignBoxes(boxes, 'bottom')).toEqual({ a: { x: 0, y: 200 }, b: { x: 200, y: 200 } })
    expect(alignBoxes(boxes, 'middle')).toMatchObject({ a: { y: 104 }, b: { y: 104 } })
    expect(alignBoxes([box('a', 0, 0)], 'left')).toEqual({})
  })

  test('get the same room between them', () => {
    expect(distributeBoxes([box('a', 0, 0), box('b', 90, 0), box('c', 320, 0)], 'horizontal')).toEqual({ b: { x: 160, y: 0 } })
    expect(distributeBoxes([box('c', 0, 200), box('a', 0, 0), box('b', 0, 40)], 'vertical')).toEqual({ b: { x: 0, y: 104 } })
    expect(distributeBoxes([box('a', 0, 0), box('b', 500, 0)], 'horizontal')).toEqual({})
  })
})

describe('what nobody has placed', () => {
  const node = (key: string, auto: [number, number], position?: [number, number]): Placeable => ({
    key,
    width: 224,
    height: 64,
    auto: { x: auto[0], y: auto[1] },
    position: position && { x: position[0], y: position[1] },
  })

  test('stands where the automatic layout has it when nothing is placed', () => {
    expect(makeRoom([node('a', [0, 0]), node('b', [296, 0])])).toEqual({ a: { x: 0, y: 0 }, b: { x: 296, y: 0 } })
  })

  test('goes along with its neighbour, and makes way for what stands there', () => {
    expect(makeRoom([node('a', [0, 0], [800, 400]), node('b', [296, 0])])).toEqual({ b: { x: 1096, y: 400 } })
    expect(makeRoom([node('a', [0, 0], [800, 400]), node('b', [296, 0]), node('c', [592, 0], [1100, 380])])).toEqual({
      b: { x: 1096, y: 480 },
    })
  })

  test('never overlaps anything, wherever people have put the rest', () => {
    const point = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }))
    const position = fc.option(point, { nil: undefined })
    fc.assert(
      fc.property(fc.array(fc.tuple(point, position), { maxLength: 12 }), (given) => {
        const autos = given.map((_, index): [number, number] => [(index % 4) * 296, Math.floor(index / 4) * 96])
        const nodes = given.map(([, placed], index) => node(`n${index}`, autos[index] ?? [0, 0], placed))
        const places = makeRoom(nodes)
        expect(makeRoom(nodes)).toEqual(places)
        const boxes = nodes.map(({ key, width, height, position: at, auto }) => ({
          key,
          isFree: at === undefined,
          ...(at ?? places[key] ?? auto),
          width,
          height,
        }))
        for (const one of boxes.filter(({ isFree }) => isFree)) {
          for (const other of boxes) {
            if (other === one) continue
            const isApart =
              one.x + one.width <= other.x ||
              other.x + other.width <= one.x ||
              one.y + one.height <= other.y ||
              other.y + other.height <= one.y
            expect(isApart).toBe(true)
          }
        }
      }),
    )
  })
})
