import type { DocumentNode, DocumentNodes, DocumentSection } from './document-node.ts'
import type { ProblemReport } from './problem-report.ts'
import { type Cycle, orderSection } from './section-order.ts'

/** A section with its nodes in an order in which each comes after all that lead to it. */
export interface AcyclicSection {
  readonly section: DocumentSection
  readonly order: readonly DocumentNode[]
}

/** Reports every cycle and answers with the sections that have none. */
export function checkCycles(report: ProblemReport, nodes: DocumentNodes): readonly AcyclicSection[] {
  const acyclic: AcyclicSection[] = []
  for (const section of nodes.sections) {
    const { order, cycles } = orderSection(section)
    for (const cycle of cycles) report.add({ code: 'CYCLE', message: cycleMessage(cycle), path: cycle.closedBy.path })
    if (cycles.length === 0) acyclic.push({ section, order })
  }
  return acyclic
}

function cycleMessage({ nodes, length, closedBy }: Cycle): string {
  const names = nodes.map((node) => node.id)
  if (length > names.length) names.push(`… ${length - names.length} more …`)
  names.push(closedBy.to.id)
  return `These nodes lead in a circle: ${names.join(' → ')}. Put what is to be repeated inside a loop (with "while" or "until"), or inside a for-each to go through a list.`
}
