import { type Json, type JsonObject, type NodeDefinition, type Problem, parseYaml, type Workflow } from '@millrace/engine'
import { FatalError, type Prepare, type Workshop } from '@millrace/kit'

export interface Preparing {
  /** What the type does at publication, if anything. */
  prepareOf(type: string): Prepare | undefined
  readonly workshop: Workshop
}

/** What became of a publication: what its nodes made, by node id; or, where one refuses, its mistake with its place. */
export type Prepared = { readonly prepared: JsonObject | undefined } | { readonly problems: readonly Problem[] }

/** Lets each node of the workflow make of its parameters what its version will need. */
export async function prepareNodes(source: string, workflow: Workflow, { prepareOf, workshop }: Preparing): Promise<Prepared> {
  const made: Record<string, Json> = {}
  const problems: Problem[] = []
  for (const { id, node, path } of allNodes(workflow.nodes, ['nodes'])) {
    const prepare = prepareOf(node.type)
    if (prepare === undefined) continue
    try {
      const one = await prepare(node.with ?? {}, workshop)
      if (one !== undefined) made[id] = one
    } catch (error) {
      // Anything else is no mistake of the file, and whoever publishes has to hear of it.
      if (!(error instanceof FatalError)) throw error
      const position = parseYaml(source).locate(path, 'key')
      problems.push({ code: error.code, severity: 'error', message: `Node "${id}": ${error.message}`, path, position })
    }
  }
  if (problems.length > 0) return { problems }
  return { prepared: Object.keys(made).length === 0 ? undefined : made }
}

interface Placed {
  readonly id: string
  readonly node: NodeDefinition
  readonly path: readonly string[]
}

function* allNodes(nodes: Workflow['nodes'], path: readonly string[]): Iterable<Placed> {
  for (const [id, node] of Object.entries(nodes)) {
    const here = [...path, id]
    yield { id, node, path: here }
    for (const part of ['nodes', 'catch', 'finally'] as const) {
      const inside = node[part]
      if (inside !== undefined) yield* allNodes(inside, [...here, part])
    }
  }
}
