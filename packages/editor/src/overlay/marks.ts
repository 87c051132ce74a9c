import type { Verdict } from '@millrace/engine'
import { createContext, useContext } from 'react'
import { type StoreApi, useStore } from 'zustand'
import type { Step } from '../api/api-schema.ts'
import type { Badge, EdgeState } from '../model/overlay/overlay.ts'
import type { TurnState } from '../model/overlay/turns-of.ts'

/** What stands on the nodes and edges while an execution is pinned. Each takes its own from here, so that a step changes only what it means. */
export interface Marks {
  readonly badges: ReadonlyMap<string, Badge<Step>>
  readonly edges: ReadonlyMap<string, EdgeState<Step>>
  readonly errorPath: ReadonlySet<string>
  readonly turns: ReadonlyMap<string, readonly TurnState[]>
  readonly chosenTurns: ReadonlyMap<string, number>
  /** The node of the step that the cursor is at. */
  readonly current: string | undefined
  readonly selected: string | undefined
  /** The trigger that started it, and what it received. */
  readonly fired: string | undefined
  readonly received: unknown
  /** Where two executions are compared. */
  readonly verdicts: ReadonlyMap<string, Verdict> | undefined
  readonly edgesBefore: ReadonlyMap<string, EdgeState> | undefined
  select(key: string | undefined): void
  chooseTurn(scope: string, index: number | undefined): void
  /** Closes or opens a scope, for whoever looks alone. */
  fold(layoutKey: string): void
}

export const MarksContext = createContext<StoreApi<Marks> | undefined>(undefined)

export function useMarks<Part>(select: (marks: Marks) => Part): Part {
  const store = useContext(MarksContext)
  if (store === undefined) throw new Error('No execution is pinned around this component: put it inside a MarksContext.')
  return useStore(store, select)
}
