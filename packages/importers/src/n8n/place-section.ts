import { batchSize, doneOutput } from './batch-loops.ts'
import { type Draft, lead } from './draft.ts'
import { envelopeOf, portOf } from './envelope.ts'
import { inOrder } from './graph.ts'
import type { N8nEdge, N8nNode } from './n8n-workflow.ts'
import { createNodeContext } from './node-context.ts'
import type { Converted } from './nodes/converter.ts'
import { converterOf, takesLists } from './nodes/converters.ts'
import { firstBatch } from './nodes/lists.ts'
import { placeScope } from './place-scope.ts'
import { createScope } from './reading.ts'
import { regionFrom } from './region.ts'
import { type Departure, type Section, type SectionPlan, sourceFrom } from './section.ts'
import { listSource, type Source } from './source.ts'
import type { Output, World } from './world.ts'

/** A node as the section holds it: its own, or the for-each that it went into. */
interface Unit {
  readonly draft: Draft
  departure(edge: N8nEdge): Departure | undefined
}

/** Places the nodes in the order of the graph, and opens a for-each where a list meets what n8n runs for each item. */
export function placeSection(world: World, plan: SectionPlan): Section {
  const units = new Map<N8nNode, Unit>()
  const drafts: Draft[] = []
  const departure = (edge: N8nEdge) => units.get(edge.from)?.departure(edge)

  for (const node of inOrder(plan.graph)) {
    if (units.has(node)) continue
    const arrivals = plan.graph.to(node).flatMap((edge) => {
      const from = departure(edge)
      return from === undefined ? [] : [{ edge, from }]
    })
    const input = arrivals.length === 0 ? plan.entry(node) : arrivalOf(world, node, arrivals)
    const placed = placeNode(world, plan, { node, input, arrivals })
    for (const one of placed.nodes) units.set(one, placed.unit)
    drafts.push(placed.unit.draft)
    for (const { from } of arrivals) {
      lead(from.draft, from.port, placed.unit.draft.id)
      if (from.alsoPort !== undefined) lead(from.draft, from.alsoPort, placed.unit.draft.id)
    }
  }
  return { drafts, departure }
}

interface Arrival {
  readonly edge: N8nEdge
  readonly from: Departure
}

/** What comes in when edges lead here. Of several, at most one brings something, or all do. */
function arrivalOf(world: World, node: N8nNode, arrivals: readonly Arrival[]): Source {
  const [first] = arrivals
  if (first === undefined) throw new Error('An arrival is missing.')
  const sources = arrivals.map(({ from }) => sourceFrom(from, 'input'))
  const distinct = new Set(arrivals.map(({ from }) => from.draft))
  const isAlike = sources.every(
    ({ amount, path, value }) => amount === sources[0]?.amount && path === sources[0]?.path && value === sources[0]?.value,
  )
  const [source] = sources
  if (source !== undefined && distinct.size === 1 && isAlike) return source
  if (node.type === 'merge') return { amount: 'many', value: 'input', path: '', of: [] }
  if (world.isExclusive(arrivals.map(({ edge }) => edge)) || distinct.size === 1) {
    return source !== undefined && isAlike ? { ...source, of: [] } : unclear('what comes in differs by the path that it comes on')
  }
  world.notebook.add({
    severity: 'changed',
    message: `n8n ran "${node.name}" once for each of ${arrivals.map(({ edge }) => `"${edge.from.name}"`).join(', ')}; here it runs once, when all of them have.`,
    next: 'Put a copy of it behind each, or see that once is right.',
    node: node.name,
    id: world.idOf(node),
  })
  return sourceFrom(first.from, `nodes.${first.from.draft.id}.output`)
}

function unclear(why: string): Source {
  return { amount: 'one', value: 'input', path: '', of: [], unclear: why }
}

interface ToPlace {
  readonly node: N8nNode
  readonly input: Source
  readonly arrivals: readonly Arrival[]
}

interface PlacedUnit {
  readonly unit: Unit
  readonly nodes: Iterable<N8nNode>
}

function placeNode(world: World, plan: SectionPlan, toPlace: ToPlace): PlacedUnit {
  const { node, input } = toPlace
  const loop = world.loops.get(node)
  if (loop !== undefined && !node.disabled) {
    return placeScope(
      world,
      { node, id: world.idOf(node), input, size: loop.size, body: loop.body, exits: loop.back, around: plan.around },
      placeSection,
    )
  }
  if (input.amount === 'many' && !takesLists(node) && !node.executeOnce && !node.disabled) {
    const region = regionFrom(plan.graph, node, (one) => world.loops.has(one))
    const exits = [...region].flatMap((one) => plan.graph.from(one)).filter(({ to }) => !region.has(to))
    const id = world.ids.take(`each_${world.idOf(node)}`)
    return placeScope(world, { node: undefined, id, input, size: 1, body: region, exits, around: plan.around }, placeSection)
  }
  return placeSingle(world, plan, toPlace)
}

function placeSingle(world: World, plan: SectionPlan, { node, input: written, arrivals }: ToPlace): PlacedUnit {
  const id = world.idOf(node)
  const comments: string[] = []
  const input = node.executeOnce && written.amount === 'many' ? firstOf(written) : written
  if (input.amount === 'maybe' && !takesLists(node) && !node.disabled) tellMaybe(world, input)
  const scope = createScope(world, input, plan.around)
  const context = createNodeContext(
    { node, id, input, inputs: inputsOf(arrivals), scope, catalog: world.catalog },
    world.notebook,
    comments,
  )
  const converted = node.type === 'splitInBatches' ? firstBatch(context, batchSize(node)) : converterOf(node, input.amount)(context)
  const draft: Draft = {
    id,
    type: converted.type,
    name: node.name,
    with: converted.with,
    next: [],
    envelope: { ...envelopeOf(node, converted), ...converted.envelope },
    comments,
  }
  const output = outputOf(node, converted, input)
  world.placed.set(node.name, { id, scopes: plan.around.map((one) => one.id), output })
  return {
    nodes: [node],
    unit: {
      draft,
      departure(edge) {
        if (node.type === 'splitInBatches' && edge.output === doneOutput(node)) return undefined
        const port = portOf(node, converted, edge.output, world.catalog)
        return {
          draft,
          port,
          ...(edge.output === converted.fallback && port !== 'default' && { alsoPort: 'default' }),
          output: port === 'error' ? whatFailed(input, arrivals) : output,
        }
      },
    },
  }
}

function tellMaybe({ notebook, idOf }: World, { of }: Source): void {
  const [node] = of
  if (node === undefined) return
  notebook.add({
    severity: 'changed',
    message: `If "${node.name}" gives out a list, n8n ran what follows once for each element; here it runs once.`,
    next: 'If it does, put what follows into a for-each over it.',
    node: node.name,
    id: idOf(node),
  })
}

/** Behind an error port n8n gives on what came into the node that failed. It is read from where it came from. */
function whatFailed({ amount, path, value, of }: Source, arrivals: readonly Arrival[]): Output {
  const [first, ...others] = arrivals
  const source =
    first === undefined || others.length > 0 || !value.startsWith('input')
      ? value
      : first.from.output.read(`nodes.${first.from.draft.id}.output`)
  return { amount, path, read: () => source, of, isError: true }
}

function firstOf(source: Source): Source {
  return { amount: 'one', value: `${listSource(source)}[0]`, path: '', of: [] }
}

function outputOf(node: N8nNode, converted: Converted, input: Source): Output {
  if (node.disabled || converted.output === 'same') {
    const isFixed = !/^input\b/.test(input.value) && !input.value.startsWith('nodes.')
    // What came in goes out unchanged, and so does the way to read it; `trigger` and the like are read by name from anywhere.
    const read = (raw: string) => (isFixed ? input.value : input.value.replace(/^(input|nodes\.[a-z0-9_]+\.output)\b/, raw))
    return { amount: input.amount, path: input.path, read, of: [...input.of, node] }
  }
  const keepsItems = converted.output === 'many' && ['filter', 'limit', 'sort', 'removeDuplicates'].includes(node.type)
  return { amount: converted.output, path: converted.path ?? '', read: (raw) => raw, of: keepsItems ? [...input.of, node] : [node] }
}

/** What each input of a node brings, read from where it comes. */
function inputsOf(arrivals: readonly Arrival[]): ReadonlyMap<number, readonly Source[]> {
  const inputs = new Map<number, Source[]>()
  for (const { edge, from } of arrivals) {
    inputs.set(edge.input, [...(inputs.get(edge.input) ?? []), sourceFrom(from, `nodes.${from.draft.id}.output`)])
  }
  return inputs
}
