import { type JsonObject, nearestWord, schemaOfType, unknownType } from '@millrace/engine'
import { type NodeType, paramsSchema } from '@millrace/kit'
import { z } from 'zod'
import { jsonAnswer } from '../answer.ts'
import { ProblemError } from '../problem.ts'
import { defineRoute, type Route } from '../route.ts'
import type { Settings } from '../server-ports.ts'

const group = 'Node types'

const nodeTypeSummary = z
  .object({
    type: z.string().meta({ example: 'http.request' }),
    title: z.string(),
    icon: z.string(),
    group: z.string(),
    summary: z.string(),
    effects: z.enum(['pure', 'read', 'idempotent', 'external']),
    scope: z.enum(['for-each', 'loop', 'try']).optional(),
    ports: z.array(z.string()).readonly().meta({ description: 'The normal port first. `error` and `timeout` are there besides.' }),
    namedPorts: z
      .object({
        from: z.array(z.string()).readonly().meta({ description: 'Keys of `with` whose own keys, or items, are ports.' }),
        always: z.array(z.string()).readonly().optional().meta({ description: 'Ports that are there besides, after the named ones.' }),
        otherwise: z.array(z.string()).readonly().optional().meta({ description: 'The ports when none is named.' }),
      })
      .optional()
      .meta({ description: 'How the parameters name the ports, where they do; `ports` are then those without parameters.' }),
    literalParams: z.array(z.string()).readonly().optional().meta({ description: 'Keys of `with` in which nothing is an expression.' }),
  })
  .meta({ id: 'NodeTypeSummary' })

const nodeTypeDetail = nodeTypeSummary
  .extend({
    docs: z.string().meta({ description: 'Markdown.' }),
    params: z.unknown().meta({ description: 'JSON Schema of `with`.' }),
    output: z.unknown().optional().meta({ description: 'JSON Schema of the output.' }),
    connections: z.array(z.string()).readonly().meta({ description: 'Types of connections that it takes.' }),
    examples: z.array(z.unknown()).readonly(),
  })
  .meta({ id: 'NodeType' })

export function nodeTypeRoutes({ registry }: Settings): readonly Route[] {
  const list = defineRoute({
    method: 'get',
    path: '/api/v1/node-types',
    access: 'local',
    group,
    summary: 'List the node types, in the order of the palette',
    answers: { 200: { description: 'All of them.', schema: z.object({ items: z.array(nodeTypeSummary) }) } },
    handle: () => jsonAnswer(200, { items: registry.list().map(summaryOf) }),
  })

  const show = defineRoute({
    method: 'get',
    path: '/api/v1/node-types/{type}',
    access: 'local',
    group,
    summary: 'Show a node type with the schema of its parameters',
    params: z.object({ type: z.string() }),
    answers: { 200: { description: 'The type.', schema: nodeTypeDetail }, 404: { description: 'There is no such type.' } },
    handle({ params: { type } }) {
      const found = registry.nodeType(type)
      if (found !== undefined) return jsonAnswer(200, detailOf(found))
      const nearest = nearestWord(type, registry.nodeTypes())
      const hint = nearest === undefined ? ' /api/v1/node-types lists them.' : ` Did you mean ${nearest}?`
      throw new ProblemError('NODE_TYPE_NOT_FOUND', `There is no node type ${JSON.stringify(type.slice(0, 100))}.${hint}`)
    },
  })

  return [list, show]
}

function summaryOf(nodeType: NodeType): z.infer<typeof nodeTypeSummary> {
  const { type, title, icon, group, summary, effects, scope, namedPorts, literalParams } = nodeType
  return {
    type,
    title,
    icon,
    group,
    summary,
    effects,
    ...(scope !== undefined && { scope }),
    ports: nodeType.ports({}),
    ...(namedPorts !== undefined && { namedPorts }),
    ...(literalParams !== undefined && { literalParams }),
  }
}

function detailOf(type: NodeType): z.infer<typeof nodeTypeDetail> {
  const output = outputSchema(type)
  return {
    ...summaryOf(type),
    docs: type.docs,
    params: paramsSchema(type),
    ...(output && { output }),
    connections: type.connections,
    examples: [...type.examples],
  }
}

/** Where the output follows from parameters or input, what is known of it whatever they are. */
function outputSchema({ output, outputType }: NodeType): JsonObject | undefined {
  if (output !== undefined) return z.toJSONSchema(output, { unrepresentable: 'any' }) as unknown as JsonObject // A schema document is JSON.
  return outputType && schemaOfType(outputType({}, { input: unknownType, arrivals: {}, params: unknownType }))
}
