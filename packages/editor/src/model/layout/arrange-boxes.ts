import type { Point, Size } from '../layout-file.ts'

/** Where something stands and how large it is, all from one corner. */
export interface Box extends Point, Size {
  readonly key: string
}

/** Where boxes go that move; the others stay. */
export type Moves = Readonly<Record<string, Point>>

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom'

/** Puts boxes into one line, at the side of the outermost of them, or in its middle. */
export function alignBoxes(boxes: readonly Box[], alignment: Alignment): Moves {
  if (boxes.length < 2) return {}
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))]
  const [right, bottom] = [Math.max(...boxes.map(({ x, width }) => x + width)), Math.max(...boxes.map(({ y, height }) => y + height))]
  const place = ({ x, y, width, height }: Box): Point => {
    switch (alignment) {
      case 'left':
        return { x: left, y }
      case 'center':
        return { x: onGrid((left + right - width) / 2), y }
      case 'right':
        return { x: right - width, y }
      case 'top':
        return { x, y: top }
      case 'middle':
        return { x, y: onGrid((top + bottom - height) / 2) }
      default:
        return { x, y: bottom - height }
    }
  }
  return movesOf(boxes, place)
}

/** Puts the same room between neighbours; the first and the last stay where they are. */
export function distributeBoxes(boxes: readonly Box[], direction: 'horizontal' | 'vertical'): Moves {
  const isAcross = direction === 'horizontal'
  const [at, length] = isAcross ? (['x', 'width'] as const) : (['y', 'height'] as const)
  const sorted = boxes.toSorted((a, b) => a[at] - b[at] || (a.key < b.key ? -1 : 1))
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined || sorted.length < 3) return {}
  const taken = sorted.reduce((sum, box) => sum + box[length], 0)
  const gap = (last[at] + last[length] - first[at] - taken) / (sorted.length - 1)
  let next = first[at]
  const places = new Map<string, Point>()
  for (const box of sorted) {
    const rounded = box === first || box === last ? box[at] : onGrid(next)
    places.set(box.key, isAcross ? { x: rounded, y: box.y } : { x: box.x, y: rounded })
    next += box[length] + gap
  }
  return movesOf(boxes, ({ key, x, y }) => places.get(key) ?? { x, y })
}

function movesOf(boxes: readonly Box[], place: (box: Box) => Point): Moves {
  const moves = boxes.map((box) => ({ box, to: place(box) })).filter(({ box, to }) => to.x !== box.x || to.y !== box.y)
  return Object.fromEntries(moves.map(({ box, to }) => [box.key, to]))
}

export function onGrid(value: number): number {
  return Math.round(value / 8) * 8
}
