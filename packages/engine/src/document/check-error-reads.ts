import { failurePorts } from '../graph/taken-edge.ts'
import type { NodeRead } from './check-node-reads.ts'
import { type DocumentNode, type DocumentNodes, nodeLabel } from './document-node.ts'
import type { ProblemReport } from './problem-report.ts'

/** `error` is read only where one arrives: in a handler of `try`, behind an `error` or `timeout` port or a node that goes on after its failure. */
export function checkErrorReads(report: ProblemReport, nodes: DocumentNodes, reads: readonly NodeRead[]): void {
  if (reads.length === 0) return
  const behind = behindFailures(nodes)
  for (const { reader, reference } of reads) {
    if (errorArrives(reader, behind)) continue
    const message = `"error" has no value in ${nodeLabel(reader)}: no failure leads to it, by an error or timeout port, and it is not in a catch.`
    report.add({ code: 'NO_ERROR_HERE', message, ...reference.place })
  }
}

/** The nodes that a path reaches which begins with a failure. */
export function behindFailures(nodes: DocumentNodes): ReadonlySet<DocumentNode> {
  const reached = new Set<DocumentNode>()
  const open: DocumentNode[] = []
  for (const { outgoing, envelope } of nodes.all) {
    for (const { port, to } of outgoing) {
      if (envelope.onError === 'continue' || Object.hasOwn(envelope, 'fallback') || (port !== undefined && failurePorts.includes(port)))
        open.push(to)
    }
  }
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (reached.has(node)) continue
    reached.add(node)
    for (const { to } of node.outgoing) open.push(to)
  }
  return reached
}

export function errorArrives(reader: DocumentNode, behind: ReadonlySet<DocumentNode>): boolean {
  for (let node: DocumentNode | undefined = reader; node !== undefined; node = node.section.owner) {
    if (behind.has(node) || node.section.part === 'catch' || node.section.part === 'finally') return true
  }
  return false
}
