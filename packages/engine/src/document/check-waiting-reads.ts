import type { NodeRead } from './check-node-reads.ts'
import { type DocumentNode, type DocumentNodes, nodeLabel, scopesAround } from './document-node.ts'
import type { ProblemReport } from './problem-report.ts'
import { listed, quoted } from './quoted.ts'

/** What there is of an address. */
const addressFields = ['url', 'token', 'approveUrl', 'rejectUrl']

/**
 * `waiting.<node>` names a node that waits at an address, in the reader's own section or one around it: only there is it known
 * beforehand which step will wait. The node need not have run; it usually has not.
 */
export function checkWaitingReads(report: ProblemReport, nodes: DocumentNodes, reads: readonly NodeRead[]): void {
  for (const read of reads) {
    const [id, field] = read.reference.rest
    if (id === undefined) continue
    const { place } = read.reference
    const source = nodes.byId.get(id)
    if (source === undefined) {
      const message = `The expression in ${nodeLabel(read.reader)} reads the address of the node ${quoted(id)}, which does not exist.`
      report.add({ code: 'UNKNOWN_NODE', message, ...place, near: { word: id, known: () => waitingIds(nodes) } })
    } else if (source.facts !== undefined && source.facts.waits !== 'token') {
      const message = `Node "${id}" is of type ${source.facts.type}, which waits at no address: name a wait.webhook or wait.approval.`
      report.add({ code: 'NO_ADDRESS', message, ...place, near: { word: id, known: () => waitingIds(nodes) } })
    } else if (!isAround(read.reader, source)) {
      const message = `"${id}" is inside "${source.section.owner?.id}" and waits at an address of its own each time: "${read.reader.id}" cannot know it. Read it in there.`
      report.add({ code: 'REFERENCE_INTO_SCOPE', message, ...place })
    } else if (field !== undefined && !addressFields.includes(field)) {
      const message = `Of waiting.${id} expressions can read ${listed(addressFields)}, not ${quoted(field)}.`
      report.add({ code: 'UNKNOWN_ADDRESS', message, ...place, near: { word: field, known: () => addressFields } })
    }
  }
}

function waitingIds({ all }: DocumentNodes): readonly string[] {
  return all.filter(({ facts }) => facts?.waits === 'token').map(({ id }) => id)
}

function isAround(reader: DocumentNode, source: DocumentNode): boolean {
  return [reader, ...scopesAround(reader)].some(({ section }) => section === source.section)
}
