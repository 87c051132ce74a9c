import type { N8nNode, N8nWorkflow } from '../n8n-workflow.ts'
import { chatShape, chatTriggerType } from './chat.ts'
import { emailShape } from './email.ts'
import { formShape } from './form.ts'

type Shape = readonly (readonly [name: string, value: string])[]

const errorShape: Shape = [
  ['execution.id', '={{ $json.execution.id }}'],
  ['execution.mode', '={{ $json.execution.trigger }}'],
  ['execution.lastNodeExecuted', '={{ $json.step }}'],
  ['execution.error.message', '={{ $json.error?.message }}'],
  ['execution.error.name', '={{ $json.error?.code }}'],
  ['workflow.id', '={{ $json.workflow.id }}'],
  ['workflow.name', '={{ $json.workflow.name }}'],
]

/**
 * Puts a set node behind each trigger that brings something else than n8n's did, under the same name: it gives out what the nodes
 * behind it, and all that ask for the trigger by its name, are used to read.
 */
export function withShapes(workflow: N8nWorkflow): N8nWorkflow {
  const shapes = new Map(workflow.nodes.flatMap((node) => shaped(workflow, node)))
  if (shapes.size === 0) return workflow
  const moved = workflow.edges.map((edge) => ({ ...edge, from: shapes.get(edge.from) ?? edge.from }))
  const added = [...shapes].map(([from, to]) => ({ from, output: 0, to, input: 0 }))
  return { ...workflow, nodes: [...workflow.nodes, ...shapes.values()], edges: [...moved, ...added] }
}

function shaped({ edges }: N8nWorkflow, node: N8nNode): [N8nNode, N8nNode][] {
  const shape = shapeOf(node)
  if (shape === undefined || edges.every(({ from }) => from !== node)) return []
  return [[node, setNode(node, shape)]]
}

function shapeOf(node: N8nNode): Shape | undefined {
  switch (node.type) {
    case 'errorTrigger':
      return errorShape
    case 'formTrigger':
      return formShape(node)
    case chatTriggerType:
      return chatShape
    case 'emailReadImap':
      return emailShape
    default:
      return undefined
  }
}

function setNode({ name, type }: N8nNode, shape: Shape): N8nNode {
  const assignments = shape.map(([field, value]) => ({ name: field, value, type: 'string' }))
  return {
    name,
    type: 'set',
    version: 3.4,
    // Labels of forms may have dots in them.
    parameters: { assignments: { assignments }, options: { dotNotation: type === 'errorTrigger' } },
    credentials: [],
    disabled: false,
    onError: 'stop',
    retry: undefined,
    notes: 'What the trigger brings, as n8n gave it out.',
    executeOnce: false,
    alwaysOutputData: false,
  }
}
