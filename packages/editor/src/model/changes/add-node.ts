import { type Change, isJsonObject, type JsonObject, type Path } from '@millrace/engine'
import { triggerIdOf, triggerKey } from '../canvas-node.ts'
import { type DraftNode, draftNode, draftNodes, type Part } from '../draft-nodes.ts'
import { failurePorts } from '../ports-of.ts'
import { writeRoutes } from '../routes.ts'
import { firstAddress } from '../trigger-addresses.ts'
import { addTarget, changeRoutes, portsOf, replaceTarget } from './change-routes.ts'
import type { Connection } from './connect.ts'
import { freeId, nodeIds, triggerIds } from './free-id.ts'
import { brokenText, type Draft, noSuchNode, type Plan, plan, refuse } from './plan.ts'

/** Where a node goes: a part of a scope, by the scope's key. The outermost when left out. */
export interface Home {
  readonly scope: string
  readonly part: Exclude<Part, 'root'>
}

export interface NewNode {
  readonly type: string
  /** Made of the type when left out; another number is put behind it when it is taken. */
  readonly id?: string
  readonly with?: JsonObject
  readonly home?: Home
  /** The port that leads to it: it then stands where the node of that port stands. */
  readonly after?: Omit<Connection, 'to'>
  /** The edge that it comes into the middle of. */
  readonly between?: Connection
}

const partNames = { body: 'nodes', catch: 'catch', finally: 'finally' } as const

/** The path of the map of nodes that is meant; undefined when there is no such scope. */
export function homePath(value: JsonObject, home: Home | undefined): Path | undefined {
  if (home === undefined) return ['nodes']
  const scope = draftNode(value, home.scope)
  return scope && [...scope.path, partNames[home.part]]
}

export function addNode(draft: Draft, node: NewNode): Plan {
  const { text, types } = draft
  if (!text.isCurrent) return brokenText(text)
  const facts = types.nodes.get(node.type)
  if (facts === undefined) return refuse(`There is no node type "${node.type}".`)
  const origin = originOf(text.value, node)
  if ('ok' in origin) return origin
  const { from, to, home } = origin
  const port = node.between?.port ?? node.after?.port ?? ''
  if (from !== undefined && ![...portsOf(from, types), ...failurePorts].includes(port)) return refuse(`"${from.id}" has no port "${port}".`)
  const id = freeId(node.id ?? node.type, nodeIds(text.value))
  const definition: JsonObject = {
    type: node.type,
    ...(node.with !== undefined && Object.keys(node.with).length > 0 && { with: node.with }),
    ...(facts.scope !== undefined && { nodes: {} }),
  }
  const ports = portsOf({ definition }, types)
  const next = to && writeRoutes(undefined, ports, new Map([[ports[0] ?? 'success', [to.id]]]))
  const routed =
    from === undefined
      ? []
      : changeRoutes(from, types, (routes) => (to === undefined ? addTarget(routes, port, id) : replaceTarget(routes, port, to.id, id)))
  return plan([...routed, insertion(text.value, home, id, { ...definition, ...(next !== undefined && { next }) }, from ?? to)], [id])
}

interface Origin {
  readonly from: DraftNode | undefined
  readonly to: DraftNode | undefined
  readonly home: Path
}

/** A trigger leads to every node that nothing leads to: what comes behind it simply begins. */
function originOf(value: JsonObject, { home, after, between }: NewNode): Origin | Extract<Plan, { ok: false }> {
  const from = between?.from ?? after?.from
  const isTrigger = from !== undefined && triggerIdOf(from) !== undefined
  const source = from === undefined || isTrigger ? undefined : draftNode(value, from)
  if (from !== undefined && !isTrigger && source === undefined) return noSuchNode(from)
  const target = between && draftNode(value, between.to)
  if (between !== undefined && target === undefined) return noSuchNode(between.to)
  const path = (source ?? target)?.home ?? homePath(value, home)
  return path === undefined ? noSuchNode(home?.scope ?? '') : { from: source, to: target, home: path }
}

/** Behind the node that leads to it, so that the file reads in the order in which things happen; else to the end. */
function insertion(value: JsonObject, home: Path, id: string, node: JsonObject, neighbour: DraftNode | undefined): Change {
  const siblings = draftNodes(value).filter((one) => samePath(one.home, home))
  const index = neighbour === undefined ? -1 : siblings.indexOf(neighbour)
  const before = index === -1 ? undefined : siblings[index + 1]?.id
  const path = [...home, id]
  return siblings.length === 0
    ? { type: 'set', path, value: node }
    : { type: 'insert', path, value: node, ...(before !== undefined && { before }) }
}

function samePath(some: Path, others: Path): boolean {
  return some.length === others.length && some.every((segment, index) => segment === others[index])
}

export function addTrigger(
  { text, types }: Draft,
  trigger: { readonly type: string; readonly id?: string; readonly with?: JsonObject },
): Plan {
  if (!text.isCurrent) return brokenText(text)
  if (!types.triggers.has(trigger.type)) return refuse(`There is no trigger type "${trigger.type}".`)
  const id = freeId(trigger.id ?? trigger.type, triggerIds(text.value))
  const params = { ...firstAddress(trigger.type, text.value), ...trigger.with }
  const definition = { type: trigger.type, ...(Object.keys(params).length > 0 && { with: params }) }
  const path = ['triggers', id]
  if (isJsonObject(text.value.triggers)) return plan([{ type: 'insert', path, value: definition }], [triggerKey(id)])
  const isBeforeNodes = !('triggers' in text.value) && 'nodes' in text.value
  // Where there are none yet, they come before the nodes, as in every example.
  const change: Change = isBeforeNodes
    ? { type: 'insert', path: ['triggers'], value: { [id]: definition }, before: 'nodes' }
    : { type: 'set', path, value: definition }
  return plan([change], [triggerKey(id)])
}
