import { type Nodes, type Position, parseYaml, type Workflow } from '@millrace/engine'

/** Where the node of a step stands in its file; undefined for a step of another workflow. */
export function locateStep(source: string, workflow: Workflow, step: string): Position | undefined {
  const id = /([a-z][a-z0-9_]*)$/.exec(step)?.[1]
  const path = id === undefined ? undefined : pathOf(workflow.nodes, id, ['nodes'])
  return path && parseYaml(source).locate(path, 'key')
}

/** Ids are unique in the whole file, so the first one found is the one. */
function pathOf(nodes: Nodes, id: string, at: readonly string[]): readonly string[] | undefined {
  if (Object.hasOwn(nodes, id)) return [...at, id]
  for (const [name, node] of Object.entries(nodes)) {
    for (const part of ['nodes', 'catch', 'finally'] as const) {
      const inside = node[part]
      const found = inside && pathOf(inside, id, [...at, name, part])
      if (found !== undefined) return found
    }
  }
  return undefined
}
