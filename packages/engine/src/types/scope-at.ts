import type { Catalog } from '../document/catalog.ts'
import { behindFailures, errorArrives } from '../document/check-error-reads.ts'
import { type DocumentNode, scopesAround } from '../document/document-node.ts'
import { readWorkflow } from '../document/parse-workflow.ts'
import { rootNames } from '../expression/root-names.ts'
import type { JsonObject } from '../json.ts'
import { inferWorkflow, type SectionTypes, type WorkflowInference } from './infer-workflow.ts'
import { addressType, errorType, executionType, inputsType, nodeViewType, varsType, workflowType } from './root-types.ts'
import { schemaOfType } from './schema-of-type.ts'
import { anyMapType, mapOf, stringType, unknownType, type ValueType } from './value-type.ts'
import { visibleNodes } from './visible-nodes.ts'

/** A name that expressions can begin with at a node. */
export interface ScopeName {
  readonly name: (typeof rootNames)[number]
  readonly about: string
  /** JSON Schema of its value. A node under `nodes` has `mayNotHaveRun: true` when it may not have. */
  readonly schema: JsonObject
}

/** What is in scope at a node, for completion. */
export interface ScopeView {
  readonly node: string
  readonly names: readonly ScopeName[]
}

export type ScopeAnswer =
  | { readonly status: 'found'; readonly scope: ScopeView }
  /** There is no such node; `nodes` are the ids that there are. */
  | { readonly status: 'unknown'; readonly nodes: readonly string[] }

/** Works on any text: whatever cannot be read of it is left out, or of no known type. */
export function scopeAt(source: string, catalog: Catalog, nodeId: string): ScopeAnswer {
  const workflow = readWorkflow(source, catalog)
  const node = workflow?.nodes.byId.get(nodeId)
  if (workflow === undefined || node === undefined) return { status: 'unknown', nodes: [...(workflow?.nodes.byId.keys() ?? [])] }
  const inference = inferWorkflow(workflow)
  const schemas = schemasAt(inference, node)
  const names = rootNames.flatMap((name): ScopeName[] => {
    const schema = schemas[name]
    return schema === undefined ? [] : [{ name, about: abouts[name], schema }]
  })
  return { status: 'found', scope: { node: nodeId, names } }
}

type RootName = (typeof rootNames)[number]

const abouts: Readonly<Record<RootName, string>> = {
  trigger: 'What the trigger brought, with its `id` and `type`.',
  inputs: 'The inputs of the workflow.',
  input: 'What arrived over the taken edge; over several, a map by node id.',
  nodes: 'The nodes that have run before: `nodes.<id>.output`.',
  item: 'The item of this round of the for-each.',
  index: 'The number of this round, from 0.',
  error: 'What failed on the way here.',
  vars: 'The variables of the workflow and of the instance.',
  env: 'Environment variables that the instance hands on.',
  secrets: 'Secrets of the account; known only inside the call to the node.',
  waiting: 'The addresses at which nodes wait.',
  execution: 'This execution.',
  workflow: 'This workflow.',
  now: 'When the step began, in ISO 8601 and UTC.',
}

function schemasAt(inference: WorkflowInference, node: DocumentNode): Readonly<Partial<Record<RootName, JsonObject>>> {
  const { workflow, trigger } = inference
  const sees: SectionTypes = inference.nodes.get(node)?.sees ?? { input: unknownType, ...around(node) }
  const types: Readonly<Partial<Record<RootName, ValueType | undefined>>> = {
    trigger,
    inputs: inputsType(workflow.document.inputs),
    input: sees.input,
    item: sees.item,
    index: sees.index,
    error: errorArrives(node, behindFailures(workflow.nodes)) ? errorType : undefined,
    vars: varsType(workflow.document.vars),
    env: anyMapType,
    secrets: mapOf({}, stringType),
    waiting: waitingType(node),
    execution: executionType,
    workflow: workflowType,
    now: stringType,
  }
  const schemas = Object.entries(types).flatMap(([name, type]) => (type === undefined ? [] : [[name, schemaOfType(type)]]))
  return { ...Object.fromEntries(schemas), nodes: nodesSchema(inference, node) }
}

/** Of a node that nothing could be inferred of, only where it stands. */
function around(node: DocumentNode): Pick<SectionTypes, 'item' | 'index'> {
  const kinds = scopesAround(node).map(({ facts }) => facts?.scope)
  const isInForEach = kinds.includes('for-each')
  return { ...(isInForEach && { item: unknownType }), ...((isInForEach || kinds.includes('loop')) && { index: unknownType }) }
}

/** How much all nodes together may take, as text: a workflow of a thousand nodes would otherwise give megabytes. */
const mostText = 500_000

/** The nearer nodes come last, and are told of in full first. */
function nodesSchema(inference: WorkflowInference, reader: DocumentNode): JsonObject {
  let room = mostText
  const nodes = visibleNodes(reader, inference.workflow.acyclic).toReversed()
  const schemas = nodes.map(({ node, mayNotHaveRun }): [string, JsonObject] => {
    const view = schemaOfType(inference.nodes.get(node)?.view ?? nodeViewType(unknownType))
    room -= JSON.stringify(view).length
    const { name, type } = node.envelope
    const description = [name, type].filter((text) => typeof text === 'string').join(', ')
    const told = room > 0 ? view : schemaOfType(nodeViewType(unknownType))
    return [node.id, { ...told, ...(description !== '' && { description }), ...(mayNotHaveRun && { mayNotHaveRun: true }) }]
  })
  return { type: 'object', properties: Object.fromEntries(schemas.toReversed()), additionalProperties: false }
}

/** The nodes that wait at an address, in the sections where it can be known beforehand. */
function waitingType(reader: DocumentNode): ValueType | undefined {
  const nodes = [reader, ...scopesAround(reader)].flatMap(({ section }) => section.nodes.filter(({ facts }) => facts?.waits === 'token'))
  return nodes.length === 0 ? undefined : mapOf(Object.fromEntries(nodes.map(({ id }) => [id, addressType])))
}
