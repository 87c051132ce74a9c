import type { Canvas } from '../canvas.ts'
import type { Types } from '../type-facts.ts'
import type { RunStep } from './run.ts'

/** A node that changed something outside. */
export interface EffectAgain {
  readonly node: string
  readonly type: string
  /** How often it ran. */
  readonly runs: number
}

/**
 * What of an execution a replay from a node would do a second time. By the declared effects of the types: where the parameters
 * decide, such as for a GET, the type counts.
 */
export function effectsAgain(
  canvas: Pick<Canvas, 'nodes' | 'edges'>,
  steps: readonly RunStep[],
  from: string,
  types: Types | undefined,
): readonly EffectAgain[] {
  const again = followers(canvas, from)
  const ran = Map.groupBy(
    steps.filter(({ node, status }) => again.has(node) && status !== 'skipped'),
    ({ node }) => node,
  )
  return canvas.nodes.flatMap(({ key, type, kind }) => {
    if (kind === 'scope') return []
    const runs = ran.get(key)?.length ?? 0
    const effects = types?.nodes.get(type)?.effects
    return runs > 0 && (effects === 'external' || effects === 'idempotent') ? [{ node: key, type, runs }] : []
  })
}

/** The keys of a node, of what it holds, and of all that follows it and the scopes around it. */
function followers({ nodes, edges }: Pick<Canvas, 'nodes' | 'edges'>, first: string): ReadonlySet<string> {
  const byKey = new Map(nodes.map((node) => [node.key, node]))
  const outgoing = Map.groupBy(edges, ({ from }) => from)
  const following = new Set<string>()
  const left = [first]
  for (let key = left.pop(); key !== undefined; key = left.pop()) {
    if (following.has(key)) continue
    following.add(key)
    for (let at: string | undefined = key; at !== undefined; at = byKey.get(at)?.parent)
      for (const { to } of outgoing.get(at) ?? []) left.push(to)
  }
  const isIn = (key: string | undefined): boolean => key !== undefined && (following.has(key) || isIn(byKey.get(key)?.parent))
  return new Set(nodes.filter(({ key, kind }) => kind !== 'trigger' && isIn(key)).map(({ key }) => key))
}
