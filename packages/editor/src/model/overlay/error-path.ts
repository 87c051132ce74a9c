import { nodeIdOf } from '@millrace/engine'
import type { Canvas } from '../canvas.ts'
import { isFailure, type PlacedStep } from './run.ts'

/** The keys of nodes and the ids of edges that led to the step which the execution failed with, the scopes around it among them. */
export function errorPath(
  canvas: Pick<Canvas, 'edges'>,
  steps: readonly PlacedStep[],
  failedStep: string | undefined,
): ReadonlySet<string> {
  const found = new Set<string>()
  const failed = steps.find(({ step }) => step.step === failedStep)
  if (failed === undefined || !isFailure(failed.step.status)) return found
  const byPath = new Map(steps.map((one) => [one.step.step, one]))
  const incoming = Map.groupBy(canvas.edges, ({ to }) => to)
  let inner: PlacedStep | undefined = failed
  while (inner !== undefined) {
    walkBack(inner, byPath, incoming, found)
    inner = byPath.get(scopeOf(inner.section))
  }
  return found
}

/** From a step along the edges that led to it, within its section. */
function walkBack(
  last: PlacedStep,
  byPath: ReadonlyMap<string, PlacedStep>,
  incoming: ReadonlyMap<string, readonly Canvas['edges'][number][]>,
  found: Set<string>,
): void {
  const left = [last]
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    const key = nodeIdOf(one.step.step)
    if (found.has(key)) continue
    found.add(key)
    for (const edge of incoming.get(key) ?? []) {
      const before = byPath.get(one.section === '' ? edge.from : `${one.section}.${edge.from}`)
      if (edge.kind === 'trigger' || before?.step.port !== edge.port) continue
      found.add(edge.id)
      left.push(before)
    }
  }
}

/** `items` of `items[3]`, `order` of `order.catch`; nothing of the outermost section. */
function scopeOf(section: string): string {
  return section.replace(/\.(?:catch|finally)$/, '').replace(/\[\d+\]$/, '')
}
