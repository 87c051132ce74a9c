import { type DocumentNodes, nodeLabel } from './document-node.ts'
import type { ProblemReport } from './problem-report.ts'

/** A fallback goes on after a failure: it says so alone, and nothing else may say otherwise. */
export function checkFallbacks(report: ProblemReport, nodes: DocumentNodes): void {
  for (const node of nodes.all) {
    const { envelope, outgoing, path } = node
    if (!Object.hasOwn(envelope, 'fallback')) continue
    const place = { path: [...path, 'fallback'], part: 'key' } as const
    if (envelope.onError === 'fail' || envelope.onError === 'skip') {
      const message = `The fallback of ${nodeLabel(node)} is never used, for "onError: ${envelope.onError}" does not go on: delete one of them.`
      report.add({ code: 'UNUSED_FALLBACK', message, ...place })
    } else if (outgoing.some(({ port }) => port === 'error')) {
      const message = `The fallback of ${nodeLabel(node)} is never used, for its failures leave by the port "error": delete one of them.`
      report.add({ code: 'UNUSED_FALLBACK', message, ...place })
    }
  }
}
