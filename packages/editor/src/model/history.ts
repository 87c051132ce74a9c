import { joinSteps, type LayoutStep, layoutParts, undoLayout } from './layout-change.ts'
import type { Layout } from './layout-file.ts'
import { lineEdits } from './line-edits.ts'
import { applyEdits, carryOver, invertEdits, type TextEdits } from './text-edits.ts'

/**
 * Owns: what was done to a text and to where things stand, in one order, to be undone and done again.
 * Invariants: `past` undone from its end gives back each text that there was, byte for byte; of the layout, what nobody else has changed
 * since. Plain data, to be kept over a reload.
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
  readonly layout?: LayoutStep
  /** Milliseconds since 1970. */
  readonly at: number
  /** Steps of one group that follow each other within a second are one, as when somebody types. */
  readonly group?: string
}

export const emptyHistory: History = { past: [], future: [] }

const mostSteps = 200
const togetherMs = 1000

/** Notes that one text has become another, or one layout. What was undone before is gone. */
export function record(history: History, change: Omit<HistoryStep, 'edits'> & { readonly from: string; readonly to: string }): History {
  const { from, to, ...about } = change
  if (from === to && about.layout === undefined) return history
  const last = history.past.at(-1)
  const isTogether = last?.group !== undefined && last.group === about.group && about.at - last.at < togetherMs
  const before = last && isTogether ? applyEdits(from, invertEdits(last.edits)) : undefined
  if (before === undefined) return { past: [...history.past, { ...about, edits: lineEdits(from, to) }].slice(-mostSteps), future: [] }
  const layout = joinSteps(last?.layout, about.layout)
  const joined = { ...about, edits: lineEdits(before, to), ...(layout && { layout }) }
  return { past: [...history.past.slice(0, -1), joined], future: [] }
}

export interface Stepped {
  readonly history: History
  readonly source: string
  readonly layout: Layout
  readonly label: string
  /** Some of what it was about stands elsewhere since, by somebody else, and stays there. */
  readonly isHeld: boolean
}

/** Undefined when there is nothing to undo, or the text is not the one that was recorded. */
export function undo({ past, future }: History, source: string, layout: Layout = {}): Stepped | undefined {
  const last = past.at(-1)
  const before = last && applyEdits(source, invertEdits(last.edits))
  if (last === undefined || before === undefined) return undefined
  const history = { past: past.slice(0, -1), future: [...future, ungrouped(last)] }
  return { history, source: before, label: last.label, ...stepLayout(layout, last.layout) }
}

export function redo({ past, future }: History, source: string, layout: Layout = {}): Stepped | undefined {
  const next = future.at(-1)
  const after = next && applyEdits(source, next.edits)
  if (next === undefined || after === undefined) return undefined
  const again = next.layout && { before: next.layout.after, after: next.layout.before }
  return { history: { past: [...past, next], future: future.slice(0, -1) }, source: after, label: next.label, ...stepLayout(layout, again) }
}

function stepLayout(layout: Layout, step: LayoutStep | undefined): Pick<Stepped, 'layout' | 'isHeld'> {
  return step === undefined ? { layout, isHeld: false } : undoLayout(layout, step)
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
  const { label, at, edits, group = '', layout } = value as Record<string, unknown>
  const isText = typeof label === 'string' && typeof group === 'string' && Array.isArray(edits) && edits.every(isEdit)
  return isText && typeof at === 'number' && (layout === undefined || isLayoutStep(layout))
}

function isLayoutStep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('before' in value) || !('after' in value)) return false
  return [value.before, value.after].every(isPlain) && [value.before, value.after].every((change) => isOfParts(change as object))
}

function isOfParts(change: object): boolean {
  return Object.entries(change).every(([part, entries]) => layoutParts.some((one) => one === part) && isPlain(entries))
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function isEdit(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { offset, remove, insert } = value as Record<string, unknown>
  return typeof offset === 'number' && typeof remove === 'string' && typeof insert === 'string'
}
