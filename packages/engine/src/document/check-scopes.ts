import { type DocumentNode, type DocumentNodes, nodeLabel } from './document-node.ts'
import type { ProblemReport } from './problem-report.ts'

/** Nodes stand inside scopes only, a scope has them, and only `try` has handlers. */
export function checkScopes(report: ProblemReport, nodes: DocumentNodes): void {
  for (const node of nodes.all) {
    // Of an unknown type nobody can tell whether it is a scope.
    if (node.facts === undefined) continue
    if (node.facts.scope === undefined) checkPlainNode(report, node)
    else checkScope(report, node, node.facts.type)
  }
}

function checkPlainNode(report: ProblemReport, node: DocumentNode): void {
  for (const key of ['nodes', 'catch', 'finally']) {
    if (!Object.hasOwn(node.envelope, key)) continue
    const message = `Node "${node.id}" is of type ${node.facts?.type}, which holds no "${key}": use for-each, loop or try, or move the nodes out.`
    report.add({ code: 'NOT_A_SCOPE', message, path: [...node.path, key], part: 'key' })
  }
}

function checkScope(report: ProblemReport, node: DocumentNode, type: string): void {
  const { envelope, path } = node
  const thing = nodeLabel(node)
  if (!Object.hasOwn(envelope, 'nodes')) {
    report.add({ code: 'NO_NODES', message: `The ${type} ${thing} has no nodes: add at least one under "nodes".`, path, part: 'key' })
  }
  if (envelope.retry !== undefined) {
    const message = `The scope "${node.id}" cannot be retried as a whole: that would run again what has been done. Put "retry" on the nodes inside, or use a loop.`
    report.add({ code: 'RETRY_ON_SCOPE', message, path: [...path, 'retry'], part: 'key' })
  }
  const handlers = ['catch', 'finally'].filter((key) => Object.hasOwn(envelope, key))
  if (node.facts?.scope === 'try') {
    if (handlers.length > 0) return
    const message = `The try "${node.id}" has neither "catch" nor "finally": add one of them, or take its nodes out.`
    report.add({ code: 'TRY_WITHOUT_HANDLER', message, path, part: 'key' })
    return
  }
  for (const key of handlers) {
    const message = `Only try has "${key}", and ${thing} is a ${type}: put it inside a try.`
    report.add({ code: 'HANDLER_OUTSIDE_TRY', message, path: [...path, key], part: 'key' })
  }
}
