import type { CanvasEdge } from '../../model/canvas-edge.ts'
import type { CanvasNode } from '../../model/canvas-node.ts'
import type { Point, Size } from '../../model/layout-file.ts'
import { entryY, portPlaces } from './port-places.ts'

/** A part of an edge that runs straight from left to right. */
export interface Run {
  readonly from: number
  readonly to: number
  readonly y: number
}

/** The way that the layout has kept free for an edge, counted from the port that it leaves. Good for as long as its ends stand so to each other. */
export interface Lane {
  readonly end: Point
  readonly runs: readonly Run[]
}

/** Where a card has been put, with what it is. */
export interface LaidCard extends Point, Size {
  readonly node: CanvasNode
}

/** All cards that stand in one column. Between columns nothing stands. */
export interface Column {
  readonly left: number
  readonly right: number
}

/** How far below its card the edge of a failure turns to the right; a second one turns below the first. */
const dropFirst = 10
const dropNext = 8

function dropOf(node: Pick<CanvasNode, 'ports'>, port: string): number | undefined {
  const index = node.ports.filter(({ kind }) => kind !== 'normal').findIndex(({ name }) => name === port)
  return index < 0 ? undefined : dropFirst + index * dropNext
}

/**
 * The lane of an edge: level with its port until its column ends, at the height that is free in each column on its way, and level with
 * the entry from where the last column begins. Undefined where the plain curve runs between two columns anyway.
 */
export function laneOf(
  { port }: Pick<CanvasEdge, 'port'>,
  ends: { readonly from: LaidCard; readonly to: LaidCard },
  columns: { readonly first: Column; readonly between: readonly (Column & { readonly y: number })[]; readonly last: Column },
): Lane | undefined {
  const { from, to } = ends
  const place = portPlaces(from.node, from).find((one) => one.port.name === port)
  if (place === undefined) return undefined
  const start = { x: from.x + place.x, y: from.y + place.y }
  const end = { x: to.x - start.x, y: to.y + entryY(to.node, to) - start.y }
  const drop = dropOf(from.node, port) ?? 0
  const runs = [
    { from: drop, to: Math.max(drop, columns.first.right - start.x), y: drop },
    ...columns.between.map(({ left, right, y }) => ({ from: left - start.x, to: right - start.x, y: y - start.y })),
    { from: columns.last.left - start.x, to: end.x, y: end.y },
  ]
  const isPlain = runs.length === 2 && drop === 0 && runs.every((run) => run.to - run.from < 1)
  return isPlain ? undefined : { end, runs }
}
