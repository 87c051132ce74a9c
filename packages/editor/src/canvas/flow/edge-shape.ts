import { type EdgeProps, getBezierPath, Position } from '@xyflow/react'
import type { Point } from '../../model/layout-file.ts'
import type { Lane, Run } from '../layout/edge-lane.ts'

type Ends = Pick<EdgeProps, 'sourceX' | 'sourceY' | 'targetX' | 'targetY' | 'sourcePosition' | 'targetPosition'>

export interface EdgeShape {
  /** As `d` of a path has it. */
  readonly path: string
  readonly middle: Point
}

/** Edges end at the rims of the circles that ports are drawn as. A node that is moved goes by 8. */
const tolerance: Point = { x: 12, y: 6 }

/** How an edge is drawn: along its lane, or as one curve where somebody has moved one of its ends. */
export function edgeShape(ends: Ends, lane: Lane | undefined): EdgeShape {
  const { sourceX, sourceY, targetX, targetY } = ends
  if (lane !== undefined) {
    const { x, y } = lane.end
    const isAsLaidOut = Math.abs(targetX - sourceX - x) <= tolerance.x && Math.abs(targetY - sourceY - y) <= tolerance.y
    if (isAsLaidOut) return alongRuns(ends, runsFrom({ x: targetX - x, y: targetY - y }, lane))
  }
  const [path, middleX, middleY] = getBezierPath(ends)
  return { path, middle: { x: middleX, y: middleY } }
}

function runsFrom({ x, y }: Point, { runs }: Lane): readonly Run[] {
  return runs.map((run) => ({ from: x + run.from, to: x + run.to, y: y + run.y }))
}

function alongRuns({ sourceX, sourceY, sourcePosition }: Ends, runs: readonly Run[]): EdgeShape {
  const parts = runs.map(({ from, to, y }, index) => {
    const before = runs[index - 1]
    if (before !== undefined) return `C${turnOf(before, from)} ${before.y} ${turnOf(before, from)} ${y} ${from} ${y}H${to}`
    // The edge of a failure leaves downwards and turns.
    const isDown = sourcePosition === Position.Bottom
    return isDown ? `M${sourceX} ${sourceY}Q${sourceX} ${y} ${from} ${y}H${to}` : `M${sourceX} ${y}H${to}`
  })
  return { path: parts.join(''), middle: middleOf(runs) }
}

function turnOf(before: Run, from: number): number {
  return (before.to + from) / 2
}

function middleOf(runs: readonly Run[]): Point {
  const half = (runs.length - 1) / 2
  const [before, after] = [runs[Math.floor(half)], runs[Math.ceil(half)]]
  if (before === undefined || after === undefined) return { x: 0, y: 0 }
  if (before === after) return { x: (before.from + before.to) / 2, y: before.y }
  return { x: (before.to + after.from) / 2, y: (before.y + after.y) / 2 }
}
