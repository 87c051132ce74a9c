import type { Path } from '@millrace/engine'
import type { CanvasNode } from './canvas-node.ts'
import type { DraftNode } from './draft-nodes.ts'
import { normalPorts } from './ports-of.ts'
import { isFailurePort, readRoutes } from './routes.ts'
import type { Types } from './type-facts.ts'

export interface CanvasEdge {
  readonly id: string
  /** Keys of nodes. */
  readonly from: string
  readonly to: string
  readonly port: string
  readonly kind: 'normal' | 'error' | 'trigger'
  /** What stands on it; empty where its port is the only one. */
  readonly label: string
  /** Where the target stands in the document; absent for edges of triggers, which nobody writes. */
  readonly path?: Path
}

/** The same object for the same two, so that it is not drawn anew. */
export function triggerEdge(trigger: CanvasNode, entry: DraftNode): CanvasEdge {
  const edges = triggerEdges.get(trigger) ?? new Map<string, CanvasEdge>()
  triggerEdges.set(trigger, edges)
  const edge = edges.get(entry.key) ?? newTriggerEdge(trigger, entry)
  edges.set(entry.key, edge)
  return edge
}

const triggerEdges = new WeakMap<CanvasNode, Map<string, CanvasEdge>>()

function newTriggerEdge(trigger: CanvasNode, entry: DraftNode): CanvasEdge {
  return { id: `${trigger.key}>start>${entry.key}`, from: trigger.key, to: entry.key, port: 'start', kind: 'trigger', label: '' }
}

/** A target that is not there, or not where an edge can lead. */
export interface LostEdge {
  readonly from: DraftNode
  readonly target: string
  readonly path: Path
  /** Where it is, when it is somewhere else. */
  readonly elsewhere?: DraftNode
}

interface DrawnEdges {
  readonly edges: readonly CanvasEdge[]
  readonly hasIncoming: ReadonlySet<string>
  readonly lost: readonly LostEdge[]
}

export function drawEdges(drafts: readonly DraftNode[], types: Types): DrawnEdges {
  const byId = new Map(drafts.filter(({ key, id }) => key === id).map((draft) => [draft.id, draft]))
  const edges: CanvasEdge[] = []
  const hasIncoming = new Set<string>()
  const lost: LostEdge[] = []
  const ids = new Set<string>()
  for (const from of drafts) {
    const { next, type } = from.definition
    if (next === undefined) continue
    const ports = normalPorts(from.definition, typeof type === 'string' ? types.nodes.get(type) : undefined)
    for (const { port, target, path } of readRoutes(next, ports)) {
      const to = byId.get(target)
      const place = [...from.path, ...path]
      if (to === undefined || to.owner !== from.owner || to.part !== from.part || to === from) {
        lost.push({ from, target, path: place, ...(to && { elsewhere: to }) })
        continue
      }
      const id = `${from.key}>${port}>${to.key}`
      if (ids.has(id)) continue
      ids.add(id)
      hasIncoming.add(to.key)
      const kind = isFailurePort(port) ? 'error' : 'normal'
      edges.push({ id, from: from.key, to: to.key, port, kind, label: ports.length === 1 && kind === 'normal' ? '' : port, path: place })
    }
  }
  return { edges, hasIncoming, lost }
}
