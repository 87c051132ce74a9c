import { isJsonObject, type Json, type JsonObject, type Path } from '@millrace/engine'

/** The part of a scope, or of the file, that nodes stand in: edges never leave it. */
export type Part = 'root' | 'body' | 'catch' | 'finally'

/** A node as it stands in a file that may be half written. */
export interface DraftNode {
  /** The id; its address when another node has taken the id. */
  readonly key: string
  readonly id: string
  /** From the outermost scope, e.g. `each_line.ship`. */
  readonly address: string
  readonly definition: JsonObject
  readonly path: Path
  /** Of the section: the path of the map of nodes that it stands in. */
  readonly home: Path
  readonly part: Part
  readonly owner: DraftNode | undefined
}

export const partKeys = { nodes: 'body', catch: 'catch', finally: 'finally' } as const satisfies Record<string, Part>

const nothing: JsonObject = {}
const known = new WeakMap<JsonObject, readonly DraftNode[]>()

/** Every node, in the order of the file, each scope before what is inside it. Whatever is no map is left out, or is a node without a type. */
export function draftNodes(value: JsonObject): readonly DraftNode[] {
  const before = known.get(value)
  if (before !== undefined) return before
  const found: DraftNode[] = []
  gather(value.nodes, { home: ['nodes'], part: 'root', owner: undefined }, found, new Set())
  known.set(value, found)
  return found
}

function gather(nodes: Json | undefined, at: Pick<DraftNode, 'home' | 'part' | 'owner'>, found: DraftNode[], ids: Set<string>): void {
  if (!isJsonObject(nodes) || at.home.length > 40) return
  for (const [id, written] of Object.entries(nodes)) {
    const address = at.owner === undefined ? id : `${at.owner.address}.${id}`
    const definition = isJsonObject(written) ? written : nothing
    const node: DraftNode = { key: ids.has(id) ? address : id, id, address, definition, path: [...at.home, id], ...at }
    ids.add(id)
    found.push(node)
    for (const [key, part] of Object.entries(partKeys))
      gather(definition[key], { home: [...node.path, key], part, owner: node }, found, ids)
  }
}

/** The node of that key. */
export function draftNode(value: JsonObject, key: string): DraftNode | undefined {
  return draftNodes(value).find((node) => node.key === key)
}

/** Nodes of the same section: edges may join them. */
export function isBeside(one: DraftNode, other: DraftNode): boolean {
  return one.owner === other.owner && one.part === other.part
}

/** Whether `node` stands inside `scope`, however deep. */
export function isInside(node: DraftNode, scope: DraftNode): boolean {
  return node.address.startsWith(`${scope.address}.`)
}
