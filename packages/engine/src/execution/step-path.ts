import type { PlanNode } from '../graph/plan.ts'

/** The node's id in a step's path: `charge` of `items[3].charge`. */
export function nodeIdOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** The step itself and every scope around it, from the inside out: `items[3].charge`, `items`. */
export function* stepAndScopes(path: string): Generator<string> {
  yield path
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    yield path.slice(0, dot).replace(/\[\d+\]$/, '')
  }
}

/** The paths of the steps of the same section run that can follow from this one. */
export function pathsAfter(path: string, node: PlanNode): readonly string[] {
  const prefix = path.slice(0, path.length - node.id.length)
  const found = new Set<PlanNode>()
  const visit = (from: PlanNode): void => {
    for (const { to } of from.outgoing) {
      if (found.has(to)) continue
      found.add(to)
      visit(to)
    }
  }
  visit(node)
  return [...found].map(({ id }) => prefix + id)
}
