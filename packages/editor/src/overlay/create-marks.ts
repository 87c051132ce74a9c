import { createStore, type StoreApi } from 'zustand'
import type { Marks } from './marks.ts'
import type { RunPlace } from './run-place.ts'

/** What the hand does to them. */
type Hands = Pick<Marks, 'select' | 'chooseTurn'>

/** What is derived of the execution at the place that one looks at. */
export type Seen = Omit<Marks, keyof Hands>

/**
 * The marks of a pinned execution. The hands are made once and ask the store for what is: every card has them, and whatever is handed
 * to every card anew draws every card anew. With 200 badges in view that took two thirds of a step.
 */
export function createMarks(seen: Seen, move: (change: Partial<RunPlace>) => void): StoreApi<Marks> {
  return createStore<Marks>((_, now) => ({
    ...seen,
    select: (next) => move({ node: next === undefined || next === now().selected ? '' : next }),
    chooseTurn(scope, index) {
      const turns = new Map(now().chosenTurns)
      if (index === undefined) turns.delete(scope)
      else turns.set(scope, index)
      move({ turns })
    },
  }))
}
