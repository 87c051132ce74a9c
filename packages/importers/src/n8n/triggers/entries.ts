import type { JsonObject } from '@millrace/engine'
import { type Draft, lead } from '../draft.ts'
import type { N8nEdge, N8nNode } from '../n8n-workflow.ts'
import type { Section } from '../section.ts'
import type { Source } from '../source.ts'
import type { World } from '../world.ts'

/** What the nodes behind triggers get. */
export function entrySource(starts: readonly N8nEdge[]): Source {
  const isCalled = starts.some(({ from }) => from.type === 'executeWorkflowTrigger')
  const isTriggered = starts.some(({ from }) => from.type !== 'executeWorkflowTrigger')
  const of = [...new Set(starts.map(({ from }) => from))]
  if (isCalled && isTriggered)
    return { amount: 'one', value: 'trigger', path: '', of: [], unclear: 'one trigger brings data and another one inputs' }
  return { amount: 'one', value: isCalled ? 'inputs' : 'trigger', path: '', of: of.length === 1 ? of : [] }
}

/**
 * Here, everything that nothing leads to starts at once, whatever the trigger. Where triggers lead to different nodes,
 * or into the middle, a switch in front sends each on its way.
 */
export function leadFromTriggers(
  world: World,
  starts: readonly N8nEdge[],
  { drafts }: Section,
  triggerIds: ReadonlyMap<N8nNode, readonly string[]>,
): readonly Draft[] {
  const targets = Map.groupBy(starts, ({ from }) => from)
  const ledTo = new Set(drafts.flatMap(({ next }) => next.map(({ to }) => to)))
  const goals = [...targets.values()].map((edges) => [...new Set(edges.map(({ to }) => draftOf(world, to, drafts)?.id))].sort().join())
  const isSame = new Set(goals).size <= 1 && starts.every(({ to }) => !ledTo.has(draftOf(world, to, drafts)?.id ?? ''))
  if (isSame) return drafts
  const id = world.ids.take('started_by')
  const cases: JsonObject = Object.fromEntries([...targets.keys()].flatMap((node) => caseOf(node, triggerIds)))
  const router: Draft = {
    id,
    type: 'switch',
    name: 'Started by',
    with: { value: '{{ trigger.id }}', cases },
    next: [],
    envelope: {},
    comments: [],
  }
  for (const [node, edges] of targets) {
    const port = caseOf(node, triggerIds)[0]?.[0]
    for (const { to } of edges) {
      const goal = draftOf(world, to, drafts)
      if (goal !== undefined) lead(router, port ?? 'default', goal.id)
    }
  }
  return [router, ...drafts]
}

/** A call comes by no trigger of its own: it leaves by default. */
function caseOf(node: N8nNode, triggerIds: ReadonlyMap<N8nNode, readonly string[]>): [string, string | string[]][] {
  const [first, ...others] = triggerIds.get(node) ?? []
  if (first === undefined || node.type === 'executeWorkflowTrigger') return []
  return [[first, others.length === 0 ? first : [first, ...others]]]
}

/** The node of the file that stands for it in this section: its own, or the for-each around it. */
function draftOf(world: World, node: N8nNode, drafts: readonly Draft[]): Draft | undefined {
  const placed = world.placed.get(node.name)
  const id = placed?.scopes[0] ?? placed?.id
  return drafts.find((draft) => draft.id === id)
}
