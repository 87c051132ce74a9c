import type { JsonObject, NodeDefinition, Nodes, Workflow } from '@millrace/engine'
import type { NodeType, Registry } from '@millrace/kit'

export interface RehearsedWorkflow {
  readonly workflow: Workflow
  /** Nodes whose failure ends only their path here. */
  readonly lenient: ReadonlySet<string>
  /** Loops that make one round only, because what would end them is not run. */
  readonly cut: ReadonlySet<string>
}

/**
 * The workflow as a dry run runs it, so that one step that cannot go on hides nothing that the others would do: failures end their path
 * unless the workflow says what to do about them, a loop that would do something makes one round, and nothing is started afterwards.
 */
export function rehearsedWorkflow(workflow: Workflow, registry: Registry): RehearsedWorkflow {
  const lenient = new Set<string>()
  const cut = new Set<string>()

  /** Only outside of scopes: inside, a failure is the scope's, which may collect or catch it. */
  function atRoot(id: string, node: NodeDefinition): NodeDefinition {
    if (handlesFailure(node)) return inside(id, node)
    lenient.add(id)
    return inside(id, { ...node, onError: 'skip' })
  }

  function inside(id: string, node: NodeDefinition): NodeDefinition {
    const type = registry.nodeType(node.type)
    if (type?.scope === undefined) return node
    const { nodes, catch: caught, finally: last, ...alone } = node
    if (type.group === 'wait') return alone
    const isCut = type.scope === 'loop' && doesSomething(nodes, registry)
    if (isCut) cut.add(id)
    return {
      ...alone,
      ...(isCut && { with: oneRound(node.with) }),
      ...(nodes && { nodes: mapped(nodes, inside) }),
      ...(caught && { catch: mapped(caught, inside) }),
      ...(last && { finally: mapped(last, inside) }),
    }
  }

  const { settings, ...rest } = workflow
  const { onFailure, ...kept } = settings ?? {}
  return { workflow: { ...rest, settings: kept, nodes: mapped(workflow.nodes, atRoot) }, lenient, cut }
}

function mapped(nodes: Nodes, change: (id: string, node: NodeDefinition) => NodeDefinition): Nodes {
  return Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, change(id, node)]))
}

function handlesFailure({ onError, fallback, next }: NodeDefinition): boolean {
  const ports = typeof next === 'object' && !Array.isArray(next) ? Object.keys(next) : []
  return onError === 'continue' || onError === 'skip' || fallback !== undefined || ports.includes('error') || ports.includes('timeout')
}

function oneRound({ interval, ...others }: JsonObject = {}): JsonObject {
  return { ...others, maxIterations: 1 }
}

/** Whether any of them may be one that a dry run does not run. */
function doesSomething(nodes: Nodes | undefined, registry: Registry): boolean {
  return Object.values(nodes ?? {}).some((node) => {
    const type = registry.nodeType(node.type)
    return (
      (type !== undefined && isListed(type, node)) ||
      [node.nodes, node.catch, node.finally].some((inside) => doesSomething(inside, registry))
    )
  })
}

function isListed({ effectsOf, effects, group }: NodeType, { with: written = {} }: NodeDefinition): boolean {
  const effect = effectsOf?.(written) ?? effects
  return group === 'wait' || (effect !== 'pure' && effect !== 'read')
}
