import type { JsonObject } from '@millrace/engine'
import { type Draft, lead } from './draft.ts'
import { within } from './graph.ts'
import type { N8nEdge, N8nNode } from './n8n-workflow.ts'
import { whole } from './nodes/converter.ts'
import { type Departure, type PlaceSection, type Section, sourceFrom } from './section.ts'
import { listSource, type Source } from './source.ts'
import type { Output, Surrounding, World } from './world.ts'

/** Nodes that go into a for-each. */
export interface ScopePlan {
  /** The node of n8n's that it stands for, if there is one. */
  readonly node: N8nNode | undefined
  readonly id: string
  readonly input: Source
  /** How many items each turn gets. */
  readonly size: number
  readonly body: ReadonlySet<N8nNode>
  /** The edges that bring results out. */
  readonly exits: readonly N8nEdge[]
  readonly around: readonly Surrounding[]
}

/** Makes the for-each, with everything that goes into it. */
export function placeScope(world: World, plan: ScopePlan, placeSection: PlaceSection) {
  const { node, id, input, size } = plan
  const isBatch = size > 1
  const of = isBatch ? [] : [...input.of, ...(node === undefined ? [] : [node])]
  const own = withoutInnerLoops(world, plan)
  const section = placeSection(world, {
    graph: within(world.graph, own),
    around: [...plan.around, { id, of }],
    entry: () => ({ amount: isBatch ? 'many' : 'one', value: 'item', path: '', of: [] }),
  })
  const drafts = [...section.drafts]
  const results = resultsOf(world, plan, section, drafts)
  if (drafts.length === 0) drafts.push(passing(world, id))
  const draft: Draft = {
    id,
    type: 'for-each',
    name: node?.name,
    with: paramsOf(listSource(input), size),
    next: [],
    envelope: {},
    nodes: drafts,
    comments: [],
  }
  world.placed.set(node?.name ?? `\u0000${id}`, { id, scopes: plan.around.map((one) => one.id), output: results(plan.exits[0]) })
  return {
    nodes: node === undefined ? own : [...own, node],
    unit: { draft, departure: (edge: N8nEdge): Departure => ({ draft, port: undefined, output: results(edge) }) },
  }
}

/** What is inside a loop that is inside goes in there. */
function withoutInnerLoops({ loops }: World, { node, body }: ScopePlan): ReadonlySet<N8nNode> {
  const inner = [...loops.values()].filter((loop) => loop.node !== node && body.has(loop.node))
  return new Set([...body].filter((one) => !inner.some((loop) => loop.body.has(one))))
}

function paramsOf(items: string, size: number): JsonObject {
  return { items: whole(items), ...(size > 1 && { batch: size }) }
}

/** Reads what came out, by the edge it came by. A turn gives the output of its last node, so paths that end elsewhere must be told apart. */
function resultsOf(world: World, plan: ScopePlan, section: Section, drafts: Draft[]): (edge: N8nEdge | undefined) => Output {
  const departures = plan.exits.flatMap((edge) => {
    const from = section.departure(edge)
    return from === undefined ? [] : [{ edge, from }]
  })
  const isLoop = plan.node !== undefined
  const goal = ({ to }: N8nEdge) => (isLoop ? plan.id : world.idOf(to))
  const goals = new Set(departures.map(({ edge }) => goal(edge)))
  const paths = new Set(departures.map(({ from }) => from.output.path))
  const goesOnInside = plan.exits.some(({ from, output }) =>
    world.graph.from(from).some((edge) => edge.output === output && plan.body.has(edge.to)),
  )
  const isParallel = goesOnInside || partsInParallel(world, plan)
  const isOneEnd = !goesOnInside && (departures.length <= 1 || !isParallel || world.isExclusive(plan.exits))
  const isPlain =
    goals.size <= 1 && paths.size <= 1 && departures.every(({ from }) => isAsItIs(from.output)) && isOneEnd && !endsElsewhere(plan, section)
  const of = departures.map(({ edge }) => edge.from)
  const isNested = plan.size > 1 || departures.some(({ from }) => from.output.amount === 'many')
  if (isPlain) {
    const path = departures[0]?.from.output.path ?? ''
    return () => ({ amount: 'many', path, read: (raw) => (isNested ? `${raw}.flat()` : raw), of })
  }
  for (const { edge, from } of departures) keep(world, drafts, from, `to_${goal(edge)}`)
  return (edge) => {
    const key = `to_${edge === undefined ? [...goals][0] : goal(edge)}`
    return {
      amount: 'many',
      path: '',
      read: (raw) => picked(isParallel ? `${raw}.flatMap(one => Object.values(one ?? {}).concat(one))` : raw, key, isNested),
      of,
    }
  }
}

/** Whether the items are what the node gives out, or what it passed on unchanged. */
function isAsItIs({ read, isError }: Output): boolean {
  const raw = '\u0000'
  return !isError && (read(raw) === raw || !read(raw).includes(raw))
}

/** What is marked by the key. Of several last nodes a turn gives a map by node id, so that the mark may stand one level deeper. */
function picked(list: string, key: string, isNested: boolean): string {
  return `${list}.flatMap(one => one?.${key} === undefined ? [] : ${isNested ? `one.${key}` : `[one.${key}]`})`
}

/** Whether several nodes of a turn may run side by side. */
function partsInParallel({ graph }: World, { body }: ScopePlan): boolean {
  const inner = within(graph, body)
  const begins = inner.nodes.filter((node) => inner.to(node).length === 0)
  const outputs = Map.groupBy(inner.edges, ({ from, output }) => `${from.name}\u0000${output}`)
  return begins.length > 1 || [...outputs.values()].some((edges) => edges.length > 1)
}

/** Whether a turn can end on a path that leads nowhere. */
function endsElsewhere(plan: ScopePlan, section: Section): boolean {
  if (plan.exits.length === 0) return false
  const leaving = new Set(plan.exits.map(({ from, output }) => `${from.name}\u0000${output}`))
  return section.drafts.some((draft) => draft.type !== 'stop' && draft.nodes === undefined && hasOpenPort(draft)) || leaving.size === 0

  function hasOpenPort(draft: Draft): boolean {
    const used = new Set(draft.next.map(({ port }) => port))
    const outOf = new Set(
      plan.exits.flatMap((edge) => section.departure(edge)).flatMap((from) => (from?.draft === draft ? [from.port] : [])),
    )
    if (used.has(undefined) || outOf.has(undefined)) return false
    const ports = portsOf(draft)
    return ports.some((port) => port === undefined || (!used.has(port) && !outOf.has(port) && !used.has('default')))
  }
}

function portsOf(draft: Draft): readonly (string | undefined)[] {
  if (draft.type === 'if') return ['true', 'false']
  if (draft.type === 'switch') return [...Object.keys(draft.with.cases ?? {}), 'default']
  return draft.next.length === 0 ? [undefined] : ['success']
}

/** Marks what went on from here, under a name of its own. */
function keep(world: World, drafts: Draft[], from: Departure, key: string): void {
  const id = world.ids.take(`${from.draft.id}_goes_on`)
  const source = sourceFrom(from, 'input')
  drafts.push({
    id,
    type: 'set',
    name: undefined,
    with: { values: { [key]: whole(`${source.value}${source.path}`) } },
    next: [],
    envelope: {},
    comments: [],
  })
  lead(from.draft, from.port, id)
  if (from.alsoPort !== undefined) lead(from.draft, from.alsoPort, id)
}

/** A for-each holds one node at least. */
function passing(world: World, id: string): Draft {
  return {
    id: world.ids.take(`${id}_item`),
    type: 'set',
    name: undefined,
    with: { values: whole('item') },
    next: [],
    envelope: {},
    comments: [],
  }
}
