import type { NamedPorts, ScopeKind } from '@millrace/engine'

/** What the canvas knows of a node type: a line of `GET /api/v1/node-types`. */
export interface NodeTypeFacts {
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly group: string
  readonly summary: string
  /** What it does to the world, at most. */
  readonly effects?: 'pure' | 'read' | 'idempotent' | 'external'
  readonly scope?: ScopeKind | undefined
  /** The normal port first. `error` and `timeout` are there besides. */
  readonly ports: readonly string[]
  /** How the parameters name the ports, where they do. */
  readonly namedPorts?: NamedPorts | undefined
  /** Parameters whose text is taken as written: nothing in them is an expression. */
  readonly literalParams?: readonly string[] | undefined
}

/** A line of `GET /api/v1/trigger-types`. */
export interface TriggerTypeFacts {
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly summary: string
}

export interface Types {
  readonly nodes: ReadonlyMap<string, NodeTypeFacts>
  readonly triggers: ReadonlyMap<string, TriggerTypeFacts>
}

export function indexTypes(nodes: readonly NodeTypeFacts[], triggers: readonly TriggerTypeFacts[]): Types {
  return { nodes: new Map(nodes.map((facts) => [facts.type, facts])), triggers: new Map(triggers.map((facts) => [facts.type, facts])) }
}
