import type { Graph } from './graph.ts'
import type { N8nNode } from './n8n-workflow.ts'
import { takesLists } from './nodes/converters.ts'

/** The nodes behind this one that n8n runs for each item as well, as far as nothing else leads to them. */
export function regionFrom(graph: Graph, entry: N8nNode, isLoop: (node: N8nNode) => boolean): ReadonlySet<N8nNode> {
  const region = new Set([entry])
  const open = [entry]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const { to } of graph.from(node)) {
      if (region.has(to) || takesLists(to) || isLoop(to)) continue
      if (!graph.to(to).every(({ from }) => region.has(from))) continue
      region.add(to)
      open.push(to)
    }
  }
  return region
}
