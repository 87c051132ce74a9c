import type { Catalog, NodeTypeFacts, ScopeKind } from '../document/catalog.ts'
import type { NodeDefinition, Workflow, WorkflowSettings } from '../document/workflow.ts'
import { compilePlan } from '../graph/compile-plan.ts'
import type { Plan } from '../graph/plan.ts'

function facts(type: string, ports: readonly string[], scope?: ScopeKind): NodeTypeFacts {
  return { type, ports: () => ports, effects: 'pure', checkParams: () => [], ...(scope && { scope }) }
}

const types = new Map<string, NodeTypeFacts>(
  [
    facts('task', ['success']),
    facts('choice', ['a', 'b', 'c']),
    facts('switch', ['one', 'two', 'default']),
    { ...facts('code', ['success']), literalParams: ['code'] },
    { ...facts('approval', ['success']), waits: 'token' as const },
    facts('for-each', ['success'], 'for-each'),
    facts('loop', ['success'], 'loop'),
    { ...facts('poll', ['success'], 'loop'), defaults: { interval: '10s' } },
    facts('try', ['success'], 'try'),
  ].map((one): [string, NodeTypeFacts] => [one.type, one]),
)

/** Node types that do nothing of their own: what they answer, the simulation says. */
export const testCatalog: Catalog = {
  node: (type) => types.get(type),
  trigger: () => undefined,
  nodeTypes: () => [...types.keys()],
  triggerTypes: () => [],
}

/** A plan from nodes alone; the type is `task` unless written. */
export function planOf(nodes: Record<string, TestNode>, settings?: WorkflowSettings): Plan {
  const workflow: Workflow = { id: 'test', nodes: fill(nodes), ...(settings && { settings }) }
  return compilePlan(workflow, testCatalog)
}

export type TestNode = Omit<NodeDefinition, 'type' | 'nodes' | 'catch' | 'finally'> & {
  readonly type?: string
  readonly nodes?: Record<string, TestNode>
  readonly catch?: Record<string, TestNode>
  readonly finally?: Record<string, TestNode>
}

function fill(nodes: Record<string, TestNode>): Record<string, NodeDefinition> {
  return Object.fromEntries(
    Object.entries(nodes).map(([id, { nodes: body, catch: handler, finally: last, ...node }]) => [
      id,
      {
        type: 'task',
        ...node,
        ...(body && { nodes: fill(body) }),
        ...(handler && { catch: fill(handler) }),
        ...(last && { finally: fill(last) }),
      },
    ]),
  )
}
