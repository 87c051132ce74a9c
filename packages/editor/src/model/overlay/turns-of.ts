import { type Look, statusAt } from './look.ts'
import type { PlacedStep } from './run.ts'

/** An iteration of a for-each or loop. */
export interface TurnState {
  readonly index: number
  readonly status: string
}

/**
 * By scope, the gravest status of each iteration's steps, as far as they have begun; of a scope inside another one, those of the
 * iteration that is looked at there.
 */
export function turnsOf(
  steps: readonly PlacedStep[],
  look: Look,
  chosen: ReadonlyMap<string, number> | undefined,
): ReadonlyMap<string, readonly TurnState[]> {
  const found = new Map<string, Map<number, string>>()
  for (const one of steps) {
    if (one.turns.length === 0) continue
    const status = statusAt(one, look)
    for (const { scope, index } of one.turns) {
      const turns = found.get(scope) ?? new Map<number, string>()
      found.set(scope, turns)
      const known = turns.get(index)
      if (known === undefined || isGraver(status, known)) turns.set(index, status)
      if ((chosen?.get(scope) ?? index) !== index) break
    }
  }
  return new Map(
    [...found].map(([scope, turns]) => [
      scope,
      Array.from(turns, ([index, status]) => ({ index, status })).sort((a, b) => a.index - b.index),
    ]),
  )
}

const gravity = ['failed', 'timed_out', 'canceled', 'retrying', 'waiting', 'running', 'success', 'skipped']

function isGraver(one: string, other: string): boolean {
  return one !== other && gravity.indexOf(one) !== -1 && gravity.indexOf(one) < gravity.indexOf(other)
}
