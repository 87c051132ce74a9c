import { failurePorts } from '../graph/taken-edge.ts'
import { isJsonObject, type Json } from '../json.ts'
import { isList, kindOf } from './check-fields.ts'
import { type DocumentNode, type DocumentNodes, nodeLabel } from './document-node.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { listed, quoted } from './quoted.ts'

/** Every edge leads from a port that exists to another node of the same section. Fills `outgoing`. */
export function checkNext(report: ProblemReport, nodes: DocumentNodes): void {
  for (const node of nodes.all) {
    const { next } = node.envelope
    const path = [...node.path, 'next']
    if (!isJsonObject(next)) connectAll({ report, nodes, node }, undefined, next, path)
    else {
      for (const [port, targets] of Object.entries(next)) {
        checkPort(report, node, port, [...path, port])
        connectAll({ report, nodes, node }, port, targets, [...path, port])
      }
    }
  }
}

/** The names that may stand before a target: the node's own ports, those that every node has, and `default` for any normal port left over. */
function checkPort(report: ProblemReport, node: DocumentNode, port: string, path: Path): void {
  if (node.ports === undefined || node.ports.includes(port) || port === 'default' || failurePorts.includes(port)) return
  const known = [...new Set([...node.ports, ...failurePorts, 'default'])]
  const message = `Node "${node.id}" has no port ${quoted(port)}. Its ports are ${listed(known, 'and')}.`
  report.add({ code: 'UNKNOWN_PORT', message, path, part: 'key', near: { word: port, known: () => known } })
}

interface From {
  readonly report: ProblemReport
  readonly nodes: DocumentNodes
  readonly node: DocumentNode
}

function connectAll(from: From, port: string | undefined, targets: Json | undefined, path: Path): void {
  if (targets === undefined) return
  if (!isList(targets)) connect(from, port, targets, path)
  else for (const [index, target] of targets.entries()) connect(from, port, target, [...path, index])
}

function connect({ report, nodes, node }: From, port: string | undefined, target: Json, path: Path): void {
  if (typeof target !== 'string') {
    report.add({ code: 'WRONG_TYPE', message: `A target of ${nodeLabel(node)} must be a node id, not ${kindOf(target)}.`, path })
    return
  }
  if (target === node.id) {
    const message = `Node "${target}" leads to itself: put it inside a loop to repeat it, or give it "retry" to try again after a failure.`
    report.add({ code: 'SELF_EDGE', message, path })
    return
  }
  const to = nodes.byId.get(target)
  if (to === undefined) {
    const known = () => node.section.nodes.filter((other) => other !== node).map((other) => other.id)
    const message = `Node "${node.id}" leads to ${quoted(target)}, which does not exist: name an existing node or add it.`
    report.add({ code: 'UNKNOWN_TARGET', message, path, near: { word: target, known } })
  } else if (to.section === node.section) {
    node.outgoing.push({ from: node, port, to, path })
  } else {
    report.add({ code: 'EDGE_CROSSES_SCOPE', message: crossing(node, to), path })
  }
}

function crossing(from: DocumentNode, to: DocumentNode): string {
  return `${to.id} is ${placeOf(to)} and ${from.id} is ${placeOf(from)}; an edge cannot cross a scope. Lead to a node ${placeOf(from)}.`
}

function placeOf({ section }: DocumentNode): string {
  if (section.owner === undefined) return 'outside all scopes'
  return section.part === 'body' ? `inside ${section.owner.id}` : `in ${section.part} of ${section.owner.id}`
}
