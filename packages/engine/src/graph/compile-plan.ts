import type { Catalog, NodeTypeFacts } from '../document/catalog.ts'
import { parseDuration } from '../document/duration.ts'
import type { Next, NodeDefinition, Nodes, Workflow } from '../document/workflow.ts'
import { compileTemplate, type Template } from '../expression/template.ts'
import type { JsonObject } from '../json.ts'
import { planAdmission } from './admission-plan.ts'
import type { Edge, Plan, PlanNode, PlanScope, Section } from './plan.ts'
import { planRetry } from './retry-plan.ts'

const defaultCancelTimeoutMs = 60_000

/**
 * Makes a valid workflow ready to run.
 * It must have passed `parseWorkflow` with the same catalog; a document that has not is a bug of the caller and throws.
 */
export function compilePlan(workflow: Workflow, catalog: Catalog): Plan {
  const nodes = new Map<string, PlanNode>()
  const root = compileSection('root', workflow.nodes, catalog, nodes)
  const timeoutMs = durationMs(workflow.settings?.timeout)
  const onFailure = workflow.settings?.onFailure
  const admission = planAdmission(workflow.settings)
  return {
    workflow,
    root,
    nodes,
    uses: namesUsed(nodes.values()),
    ...(timeoutMs !== undefined && { timeoutMs }),
    cancelTimeoutMs: durationMs(workflow.settings?.cancelTimeout) ?? defaultCancelTimeoutMs,
    ...(onFailure !== undefined && { onFailure }),
    ...(admission && { admission }),
  }
}

type Growing<T> = { -readonly [K in keyof T]: T[K] }

function compileSection(part: Section['part'], definitions: Nodes, catalog: Catalog, all: Map<string, PlanNode>): Section {
  const nodes: PlanNode[] = []
  const section: Growing<Section> = { part, nodes, entries: [] }
  for (const [id, definition] of Object.entries(definitions)) {
    const node = compileNode(id, definition, nodes.length, section, catalog, all)
    nodes.push(node)
    all.set(id, node)
  }
  for (const node of nodes) connect(node, all)
  section.entries = nodes.filter((node) => node.incoming.length === 0)
  return section
}

function compileNode(
  id: string,
  definition: NodeDefinition,
  index: number,
  section: Section,
  catalog: Catalog,
  all: Map<string, PlanNode>,
): PlanNode {
  const facts = catalog.node(definition.type)
  if (facts === undefined) throw new Error(`Node ${id} has the unknown type ${definition.type}: validate the workflow before planning it.`)
  const params = { ...facts.defaults, ...definition.with }
  const timeoutMs = durationMs(definition.timeout)
  const scope = compileScope(definition, facts, catalog, all)
  return {
    id,
    index,
    section,
    definition,
    effects: facts.effects,
    ports: facts.ports(params),
    params: compileTemplate(params, facts.literalParams).template,
    param: compileEach(params),
    incoming: [],
    outgoing: [],
    ...(definition.fallback !== undefined && { fallback: compileTemplate(definition.fallback).template }),
    ...(definition.retry && { retry: planRetry(definition.retry) }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(scope && { scope }),
  }
}

function compileScope(
  definition: NodeDefinition,
  facts: NodeTypeFacts,
  catalog: Catalog,
  all: Map<string, PlanNode>,
): PlanScope | undefined {
  if (facts.scope === undefined) return undefined
  return {
    kind: facts.scope,
    body: compileSection('body', definition.nodes ?? {}, catalog, all),
    ...(definition.catch && { catch: compileSection('catch', definition.catch, catalog, all) }),
    ...(definition.finally && { finally: compileSection('finally', definition.finally, catalog, all) }),
  }
}

function compileEach(params: JsonObject): ReadonlyMap<string, Template> {
  return new Map(Object.entries(params).map(([key, value]) => [key, compileTemplate(value).template]))
}

function connect(node: PlanNode, all: ReadonlyMap<string, PlanNode>): void {
  for (const [port, target] of edgesOf(node.definition.next, node.ports)) {
    const to = all.get(target)
    if (to === undefined) throw new Error(`Node ${node.id} leads to the unknown node ${target}: validate the workflow before planning it.`)
    const edge: Edge = { from: node, port, to }
    // The lists are filled here and nowhere else; from then on a plan never changes.
    ;(node.outgoing as Edge[]).push(edge)
    ;(to.incoming as Edge[]).push(edge)
  }
}

function edgesOf(next: Next | undefined, ports: readonly string[]): [port: string, target: string][] {
  if (next === undefined) return []
  if (typeof next === 'string') return [['*', next]]
  if (isList(next)) return next.map((target) => ['*', target])
  return Object.entries(next).flatMap(([key, targets]) => {
    const port = key === 'default' && !ports.includes('default') ? '*' : key
    return (typeof targets === 'string' ? [targets] : targets).map((target): [string, string] => [port, target])
  })
}

function isList(next: Next): next is readonly string[] {
  return Array.isArray(next)
}

function durationMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseDuration(text)
}

function namesUsed(nodes: Iterable<PlanNode>): Plan['uses'] {
  const used = { vars: new Set<string>(), env: new Set<string>(), secrets: new Set<string>(), waiting: new Set<string>() }
  for (const { params, fallback } of nodes) {
    for (const { root, path } of [...params.references, ...(fallback?.references ?? [])])
      if (Object.hasOwn(used, root)) used[root as keyof typeof used].add(path[0] ?? '*')
  }
  const sorted = (names: ReadonlySet<string>) => [...names].sort()
  return { vars: sorted(used.vars), env: sorted(used.env), secrets: sorted(used.secrets), waiting: sorted(used.waiting) }
}
