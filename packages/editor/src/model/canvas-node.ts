import { isJsonObject, type Json, type JsonObject, type Path } from '@millrace/engine'
import { describe } from './describe.ts'
import { type DraftNode, type Part, partKeys } from './draft-nodes.ts'
import type { Layout, Point } from './layout-file.ts'
import { normalPorts } from './ports-of.ts'
import type { NodeTypeFacts, TriggerTypeFacts, Types } from './type-facts.ts'

export interface CanvasNode {
  /** The id of a node; `trigger:<id>` of a trigger, for a node may have the same one. */
  readonly key: string
  readonly id: string
  readonly kind: 'trigger' | 'node' | 'scope'
  readonly type: string
  /** By which the layout knows it: the address of a node, the key of a trigger. */
  readonly layoutKey: string
  /** In the document. */
  readonly path: Path
  /** With the scopes around it, e.g. `each_line.ship`. */
  readonly address: string
  readonly title: string
  readonly icon: string
  readonly group: string
  /** What it does, in one line; may be empty. */
  readonly line: string
  readonly notes?: string
  /** The key of the scope that it stands in, and in which part of it. */
  readonly parent?: string
  readonly part: Part
  /** Of a scope: the parts that are written. */
  readonly parts: readonly Exclude<Part, 'root'>[]
  readonly ports: readonly Port[]
  readonly isDisabled: boolean
  /** Whether its type is known. */
  readonly isKnown: boolean
  readonly isCollapsed: boolean
  /** In the scope around it. Absent until it is placed. */
  readonly position?: Point
}

export interface Port {
  readonly name: string
  readonly kind: 'normal' | 'error' | 'timeout'
}

export function triggerKey(id: string): string {
  return `trigger:${id}`
}

/** The id of the trigger whose key this is; undefined for the key of a node. */
export function triggerIdOf(key: string): string | undefined {
  return key.startsWith('trigger:') ? key.slice('trigger:'.length) : undefined
}

interface Look {
  readonly type: NodeTypeFacts | undefined
  readonly position: Point | undefined
  readonly isCollapsed: boolean
  readonly node: CanvasNode
}

/** A node whose text, type and place are what they were is the same object as before, so that nothing of it is drawn anew. */
const drawn = new WeakMap<JsonObject, Look>()

export function drawNode(draft: DraftNode, types: Types, layout: Layout): CanvasNode {
  const { definition, key } = draft
  const type = typeof definition.type === 'string' ? types.nodes.get(definition.type) : undefined
  const position = layout.nodes?.[draft.address]
  const isCollapsed = layout.collapsed?.[draft.address] === true
  const before = drawn.get(definition)
  const isSame = before?.type === type && before?.position === position && before?.isCollapsed === isCollapsed
  if (before !== undefined && isSame && before.node.address === draft.address && before.node.part === draft.part && before.node.key === key)
    return before.node
  const node = { ...shapeOf(draft, type), isCollapsed, ...(position && { position }) }
  drawn.set(definition, { type, position, isCollapsed, node })
  return node
}

function shapeOf(
  { key, id, address, path, part, owner, definition }: DraftNode,
  facts: NodeTypeFacts | undefined,
): Omit<CanvasNode, 'isCollapsed'> {
  const type = textOf(definition.type)
  const parts = Object.entries(partKeys).flatMap(([name, own]) => (isJsonObject(definition[name]) ? [own] : []))
  const isScope = facts?.scope !== undefined || parts.length > 0
  const notes = textOf(definition.notes)
  return {
    key,
    id,
    kind: isScope ? 'scope' : 'node',
    type,
    layoutKey: address,
    path,
    address,
    title: textOf(definition.name) || id,
    icon: facts?.icon ?? 'circle-help',
    group: facts?.group ?? '',
    line: describe('node', type, definition.with),
    ...(notes !== '' && { notes }),
    ...(owner && { parent: owner.key }),
    part,
    parts: isScope && parts.length === 0 ? ['body'] : parts,
    ports: portsOf(definition, facts),
    isDisabled: definition.disabled === true,
    isKnown: facts !== undefined,
  }
}

function portsOf(definition: JsonObject, facts: NodeTypeFacts | undefined): readonly Port[] {
  const normal = normalPorts(definition, facts).map((name): Port => ({ name, kind: 'normal' }))
  return [...normal, { name: 'error', kind: 'error' }, { name: 'timeout', kind: 'timeout' }]
}

export function drawTriggers(triggers: Json | undefined, types: Types, layout: Layout): readonly CanvasNode[] {
  if (!isJsonObject(triggers)) return []
  return Object.entries(triggers).map(([id, written]) => {
    const definition = isJsonObject(written) ? written : {}
    const type = types.triggers.get(textOf(definition.type))
    const position = layout.nodes?.[triggerKey(id)]
    const before = drawnTriggers.get(definition)
    if (before?.node.id === id && before.type === type && before.position === position) return before.node
    const node = triggerNode(id, definition, type, position)
    drawnTriggers.set(definition, { type, position, node })
    return node
  })
}

/** As with nodes: what is as it was is the same object. */
const drawnTriggers = new WeakMap<JsonObject, Pick<Look, 'position' | 'node'> & { readonly type: TriggerTypeFacts | undefined }>()

function triggerNode(id: string, definition: JsonObject, facts: TriggerTypeFacts | undefined, position: Point | undefined): CanvasNode {
  const type = textOf(definition.type)
  return {
    key: triggerKey(id),
    id,
    kind: 'trigger',
    type,
    layoutKey: triggerKey(id),
    path: ['triggers', id],
    address: id,
    title: textOf(definition.name) || id,
    icon: facts?.icon ?? 'circle-help',
    group: 'trigger',
    line: describe('trigger', type, definition.with),
    part: 'root',
    parts: [],
    ports: [{ name: 'start', kind: 'normal' }],
    isDisabled: definition.disabled === true,
    isKnown: facts !== undefined,
    isCollapsed: false,
    ...(position && { position }),
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
