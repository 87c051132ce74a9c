import { lineEdits } from './line-edits.ts'
import { applyEdits, carryOver, invertEdits, type TextEdits } from './text-edits.ts'

/**
 * Owns: what was done to a text, to be undone and done again.
 * Invariants: `past` undone from its end gives back each text that there was, byte for byte; plain data, to be kept over a reload.
 */
export interface History {
  readonly past: readonly HistoryStep[]
  /** What was undone, the next to be done again last. */
  readonly future: readonly HistoryStep[]
}

export interface HistoryStep {
  /** What people read: "Undo connect". */
  readonly label: string
  /** From the text before it. */
  readonly edits: TextEdits
  /** Milliseconds since 1970. */
  readonly at: number
  /** Steps of one group that follow each other within a second are one, as when somebody types. */
  readonly group?: string
}

export const emptyHistory: History = { past: [], future: [] }

const mostSteps = 200
const togetherMs = 1000

/** Notes that one text has become another. What was undone before is gone. */
export function record(history: History, change: Omit<HistoryStep, 'edits'> & { readonly from: string; readonly to: string }): History {
  const { from, to, ...about } = change
  if (from === to) return history
  const last = history.past.at(-1)
  const isTogether = last?.group !== undefined && last.group === about.group && about.at - last.at < togetherMs
  const before = last && isTogether ? applyEdits(from, invertEdits(last.edits)) : undefined
  if (before === undefined) return { past: [...history.past, { ...about, edits: lineEdits(from, to) }].slice(-mostSteps), future: [] }
  return { past: [...history.past.slice(0, -1), { ...about, edits: lineEdits(before, to) }], future: [] }
}

export interface Stepped {
  readonly history: History
  readonly source: string
  readonly label: string
}

/** Undefined when there is nothing to undo, or the text is not the one that was recorded. */
export function undo({ past, future }: History, source: string): Stepped | undefined {
  const last = past.at(-1)
  const before = last && applyEdits(source, invertEdits(last.edits))
  if (last === undefined || before === undefined) return undefined
  return { history: { past: past.slice(0, -1), future: [...future, ungrouped(last)] }, source: before, label: last.label }
}

export function redo({ past, future }: History, source: string): Stepped | undefined {
  const next = future.at(-1)
  const after = next && applyEdits(source, next.edits)
  if (next === undefined || after === undefined) return undefined
  return { history: { past: [...past, next], future: future.slice(0, -1) }, source: after, label: next.label }
}

/** What has been undone once is a step of its own: what is typed next does not join it. */
function ungrouped({ group: _, ...step }: HistoryStep): HistoryStep {
  return step
}

/**
 * The history of a text into which somebody else has written: his changes stay when ours are undone. Ends at the first step that was about
 * the same place; what was undone is gone.
 */
export function rebaseHistory({ past }: History, from: string, to: string): History {
  const kept: HistoryStep[] = []
  let theirs: TextEdits = lineEdits(from, to)
  for (const step of past.toReversed()) {
    const back = invertEdits(step.edits)
    const carried = carryOver(back, theirs)
    const before = carried && carryOver(theirs, back, 'before')
    if (carried === undefined || before === undefined) break
    kept.unshift({ ...step, edits: invertEdits(carried) })
    theirs = before
  }
  return { past: kept, future: [] }
}

/** What was kept over a reload; an empty history where that is something else. */
export function restoreHistory(kept: unknown): History {
  const { past, future } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>
  return Array.isArray(past) && Array.isArray(future) && [...past, ...future].every(isStep) ? { past, future } : emptyHistory
}

function isStep(value: unknown): value is HistoryStep {
  if (typeof value !== 'object' || value === null) return false
  const { label, at, edits, group = '' } = value as Record<string, unknown>
  return typeof label === 'string' && typeof at === 'number' && typeof group === 'string' && Array.isArray(edits) && edits.every(isEdit)
}

function isEdit(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { offset, remove, insert } = value as Record<string, unknown>
  return typeof offset === 'number' && typeof remove === 'string' && typeof insert === 'string'
}
