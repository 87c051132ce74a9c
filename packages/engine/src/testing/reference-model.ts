import type { TestNode } from './test-catalog.ts'

/**
 * What a graph comes to, said in the plainest way there is: nodes in file order (edges lead forward only), each looked at once.
 * Knows nothing of events, orders or scopes; the engine must agree with it wherever nothing is canceled.
 */
export function referenceStatuses(
  nodes: Record<string, TestNode>,
  outcomeOf: (node: string) => string,
): { readonly failed: boolean; readonly statuses: Record<string, string> } {
  const statuses: Record<string, string> = {}
  const leftBy: Record<string, string | undefined> = {}
  let failed = false
  for (const [id, node] of Object.entries(nodes)) {
    const incoming = Object.entries(nodes).flatMap(([from, { next }]) =>
      Object.entries((next ?? {}) as Record<string, string[]>).flatMap(([port, targets]) => (targets.includes(id) ? [{ from, port }] : [])),
    )
    const reached =
      incoming.length === 0 || incoming.some(({ from, port }) => leads(nodes[from]?.next as Record<string, string[]>, port, leftBy[from]))
    if (!reached) statuses[id] = 'skipped'
    else if (node.disabled) [statuses[id], leftBy[id]] = ['skipped', 'a']
    else if (outcomeOf(id) !== 'error') [statuses[id], leftBy[id]] = ['success', outcomeOf(id)]
    else {
      statuses[id] = 'failed'
      const hasErrorEdge = ((node.next ?? {}) as Record<string, string[]>).error !== undefined
      leftBy[id] = hasErrorEdge ? 'error' : node.onError === 'continue' || node.fallback !== undefined ? 'a' : undefined
      if (leftBy[id] === undefined && node.onError !== 'skip') failed = true
    }
  }
  return { failed, statuses }
}

function leads(next: Record<string, string[]>, port: string, leftBy: string | undefined): boolean {
  if (leftBy === undefined) return false
  if (port === leftBy) return true
  return port === 'default' && leftBy !== 'error' && next[leftBy] === undefined
}
