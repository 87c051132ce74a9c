import type { Cursor } from '../model/overlay/look.ts'
import type { PlacedStep, Run, RunStep } from '../model/overlay/run.ts'

/** The steps that had begun at the cursor. */
export function stepsUntil<Step extends RunStep>({ steps }: Run<Step>, cursor: Cursor | undefined): readonly PlacedStep<Step>[] {
  if (cursor === undefined) return steps
  return cursor.by === 'step' ? steps.slice(0, cursor.count) : steps.filter(({ startMs }) => startMs <= cursor.atMs)
}

export function stepsAt(run: Run, cursor: Cursor | undefined): number {
  return stepsUntil(run, cursor).length
}

/** The cursor at a step, counted from 1; at the last one it is none, so that what comes is followed. */
export function cursorAt(run: Run, count: number): Cursor | undefined {
  return count >= run.steps.length ? undefined : { by: 'step', count: Math.max(1, count) }
}

/** The cursor at a time; at the end it is none. */
export function cursorAtTime(run: Run, atMs: number): Cursor | undefined {
  return atMs >= run.endMs ? undefined : { by: 'time', atMs: Math.max(run.startMs, atMs) }
}
