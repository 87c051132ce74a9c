import { compareValues } from '@millrace/engine'
import type { Canvas } from '../canvas.ts'
import type { CanvasNode } from '../canvas-node.ts'
import type { WorkflowText } from '../workflow-text.ts'
import { ownDefinition } from './own-definition.ts'
import { type Renames, renameReferences } from './rename-references.ts'

export interface Drawn extends Pick<Canvas, 'nodes' | 'edges'> {
  readonly text: WorkflowText
}

/**
 * Nodes and triggers that have another id and say the same, in the same place: by what they were called, how they are called now. Where several
 * say the same, or nothing but their type, what stands before, after or inside them must tell them apart; else nothing is guessed.
 */
export function findRenames(left: Drawn, right: Drawn): Renames {
  const [old, fresh] = [keysOf(left), keysOf(right)]
  const renames = new Map<string, string>()
  let gone = left.nodes.filter(({ key }) => !fresh.has(key))
  let added = right.nodes.filter(({ key }) => !old.has(key))
  for (let found = -1; found !== renames.size; ) {
    found = renames.size
    for (const node of gone) {
      const now = onlyFit(node, { left, right, gone, added, renames })
      if (now === undefined) continue
      renames.set(node.key, now.key)
      added = added.filter((one) => one !== now)
    }
    // A name that was found may be what tells others apart, or what they read.
    gone = gone.filter(({ key }) => !renames.has(key))
  }
  return renames
}

interface Search {
  readonly left: Drawn
  readonly right: Drawn
  readonly gone: readonly CanvasNode[]
  readonly added: readonly CanvasNode[]
  readonly renames: Renames
}

function onlyFit(node: CanvasNode, search: Search): CanvasNode | undefined {
  const { gone, added } = search
  const fitting = added.filter((one) => saysSame(node, one, search))
  const rivals = gone.filter((one) => !search.renames.has(one.key) && fitting.some((now) => saysSame(one, now, search)))
  const isTold = fitting.length === 1 && rivals.length === 1 && Object.keys(ownDefinition(search.left.text, node)).length > 1
  const [now, ...more] = isTold ? fitting : fitting.filter((one) => isBesideSame(node, one, search))
  return more.length === 0 ? now : undefined
}

/** What they are called, id and name, makes no difference. */
function saysSame(was: CanvasNode, is: CanvasNode, { left, right, renames }: Search): boolean {
  if (was.kind !== is.kind || was.type !== is.type || was.part !== is.part) return false
  if (was.parent !== undefined && (renames.get(was.parent) ?? was.parent) !== is.parent) return false
  const { name: _, ...before } = renameReferences(ownDefinition(left.text, was), renames)
  const { name: __, ...after } = ownDefinition(right.text, is)
  return compareValues(before, after, 1).length === 0
}

function isBesideSame(was: CanvasNode, is: CanvasNode, { left, right, renames }: Search): boolean {
  const now = new Set(besides(right, is.key))
  return besides(left, was.key, renames).some((one) => now.has(one))
}

/** What stands before, after and inside. */
function besides({ nodes, edges }: Drawn, key: string, renames: Renames = new Map()): readonly string[] {
  const nameOf = (one: string) => renames.get(one) ?? one
  return [
    ...edges.filter(({ to }) => to === key).map(({ from, port }) => `${nameOf(from)}>${port}>`),
    ...edges.filter(({ from }) => from === key).map(({ port, to }) => `>${port}>${nameOf(to)}`),
    ...nodes.filter(({ parent }) => parent === key).map((inside) => nameOf(inside.key)),
  ]
}

function keysOf({ nodes }: Drawn): ReadonlySet<string> {
  return new Set(nodes.map(({ key }) => key))
}
