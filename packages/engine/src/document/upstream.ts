import type { AcyclicSection } from './check-cycles.ts'
import type { DocumentNode } from './document-node.ts'

/** Does a path lead from `source` to `reader`? Both are in the same section. */
export interface UpstreamQuestion {
  readonly source: DocumentNode
  readonly reader: DocumentNode
}

const batchSize = 32

/**
 * The questions whose answer is no.
 * Sources are taken 32 at a time, one bit each, and every batch is one pass over the section:
 * memory stays linear, and a section of 5,000 nodes that read each other takes milliseconds.
 */
export function notUpstream<Question extends UpstreamQuestion>(
  { order }: AcyclicSection,
  questions: readonly Question[],
): readonly Question[] {
  const bySource = Map.groupBy(questions, (question) => question.source)
  const sources = [...bySource.keys()]
  const unanswered: Question[] = []
  for (let start = 0; start < sources.length; start += batchSize) {
    const batch = sources.slice(start, start + batchSize)
    const reached = reach(order, batch)
    for (const [bit, source] of batch.entries()) {
      for (const question of bySource.get(source) ?? []) {
        if (((reached[question.reader.index] ?? 0) & (1 << bit)) === 0) unanswered.push(question)
      }
    }
  }
  return unanswered
}

/** For each node, by its index, a bit for each source from which a path leads to it. */
function reach(order: readonly DocumentNode[], sources: readonly DocumentNode[]): Int32Array {
  const reached = new Int32Array(order.length)
  for (const [bit, source] of sources.entries()) reached[source.index] = (reached[source.index] ?? 0) | (1 << bit)
  for (const node of order) {
    const bits = reached[node.index] ?? 0
    if (bits === 0) continue
    for (const edge of node.outgoing) reached[edge.to.index] = (reached[edge.to.index] ?? 0) | bits
  }
  return reached
}
