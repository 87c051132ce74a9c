import type { Node } from 'acorn'
import { Fault } from '../fault.ts'
import type { Compute } from '../run/frame.ts'

/** What a node of the syntax tree is compiled in. */
export interface Environment {
  /** The expression's text. */
  readonly text: string
  /** The parameters of the callbacks around the node, with their slots. */
  readonly locals: ReadonlyMap<string, number>
  /** Set inside a chain that has `?.` before the node: what is left of the chain is skipped together. */
  readonly chain: boolean
  readonly progress: Progress
  /** Compiles any node; here so that the files of the compiler need not import each other in a circle. */
  compile(node: Node, environment: Environment): Compute
}

/** What compiling one expression has found so far. */
export interface Progress {
  readonly references: FoundReference[]
  /** The path of the reference that a node reads, so that a member of it can make the path longer. */
  readonly paths: Map<Node, string[]>
  depth: number
  /** Nodes compiled: what one run of a callback costs. */
  nodes: number
  slots: number
}

export interface FoundReference {
  readonly root: string
  readonly path: readonly string[]
  readonly position: number
}

/** Source text of a node for messages, cut short. */
export function textOf(node: Node, environment: Environment): string {
  const text = environment.text.slice(node.start, node.end)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

export function notAllowed(node: Node, message: string): Fault {
  return new Fault('EXPRESSION_NOT_ALLOWED', message, { position: node.start })
}
