import type { PlacedStep, Run, RunStep } from './run.ts'

/** Up to where an execution is looked at: the steps that had begun at a time, or the first so many. */
export type Cursor = { readonly by: 'time'; readonly atMs: number } | { readonly by: 'step'; readonly count: number }

/** What is asked about, and the scopes that still go on there. */
export interface Look {
  readonly cursor: Cursor | undefined
  /** The step that the cursor is at. */
  readonly at: PlacedStep | undefined
  /** Paths of scopes, and of their turns, some of whose steps have not begun. */
  readonly open: ReadonlySet<string>
  /** Those of the steps that have begun there. */
  begun<Step extends RunStep>(steps: readonly PlacedStep<Step>[]): readonly PlacedStep<Step>[]
}

/** Step by step there is no time: a scope ends when the last step inside it has begun. */
export function lookAt({ steps }: Run, cursor: Cursor | undefined): Look {
  if (cursor === undefined) return { cursor, at: undefined, open: new Set(), begun: (all) => all }
  if (cursor.by === 'time')
    return { cursor, at: undefined, open: new Set(), begun: (all) => all.filter(({ startMs }) => startMs <= cursor.atMs) }
  return { cursor, at: steps[cursor.count - 1], open: openAfter(steps, cursor.count), begun: (all) => all.slice(0, cursor.count) }
}

function openAfter(steps: readonly PlacedStep[], count: number): ReadonlySet<string> {
  const open = new Set<string>()
  for (let at = count; at < steps.length; at++) {
    let path = steps[at]?.section ?? ''
    while (path !== '' && !open.has(path)) {
      open.add(path)
      if (path.endsWith(']')) open.add(path.slice(0, path.lastIndexOf('[')))
      path = path.slice(0, Math.max(0, path.lastIndexOf('.')))
    }
  }
  return open
}

/** At a time in its middle, a step still runs. */
export function statusAt({ step, endMs }: PlacedStep, { cursor, open }: Look): string {
  if (open.size > 0 && open.has(step.step)) return 'running'
  return cursor?.by === 'time' && endMs !== undefined && endMs > cursor.atMs ? 'running' : step.status
}
