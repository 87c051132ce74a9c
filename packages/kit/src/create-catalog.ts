import type { Catalog } from '@millrace/engine'
import type { ConnectionType } from './define-connection.ts'
import type { NodeType } from './node-type.ts'
import type { TriggerType } from './trigger-type.ts'

/** The catalog that the engine reads, with everything else there is to know of each type. */
export interface Registry extends Catalog {
  nodeType(type: string): NodeType | undefined
  triggerType(type: string): TriggerType | undefined
  connectionType(type: string): ConnectionType | undefined
  /** In the order given, which is the palette's. */
  list(): readonly NodeType[]
  listTriggers(): readonly TriggerType[]
  listConnections(): readonly ConnectionType[]
}

/** Throws when two types share a name: which one a workflow means would be chance. */
export function createCatalog(
  nodeTypes: readonly NodeType[],
  triggerTypes: readonly TriggerType[],
  connectionTypes: readonly ConnectionType[] = [],
): Registry {
  const nodes = byType('node', nodeTypes)
  const triggers = byType('trigger', triggerTypes)
  const connections = byType('connection', connectionTypes)
  return {
    node: (type) => nodes.get(type),
    trigger: (type) => triggers.get(type),
    nodeTypes: () => [...nodes.keys()],
    triggerTypes: () => [...triggers.keys()],
    nodeType: (type) => nodes.get(type),
    triggerType: (type) => triggers.get(type),
    connectionType: (type) => connections.get(type),
    list: () => [...nodes.values()],
    listTriggers: () => [...triggers.values()],
    listConnections: () => [...connections.values()],
  }
}

function byType<T extends { readonly type: string }>(kind: string, types: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map<string, T>()
  for (const one of types) {
    if (map.has(one.type)) throw new Error(`There are two ${kind} types "${one.type}": remove or rename one of them`)
    map.set(one.type, one)
  }
  return map
}
