import type { Json } from '@millrace/engine'
import { compareValues } from '@millrace/engine'
import type { Group, Layout, Note, Point } from './layout-file.ts'

/** Entries that are laid over those there are; null takes one away. As `PATCH …/layout` has it. */
export interface LayoutChange {
  readonly nodes?: Readonly<Record<string, Point | null>>
  readonly collapsed?: Readonly<Record<string, true | null>>
  readonly notes?: Readonly<Record<string, Note | null>>
  readonly groups?: Readonly<Record<string, Group | null>>
}

/** What was done to a layout: the entries that it was about, as they were and as they became. */
export interface LayoutStep {
  readonly before: LayoutChange
  readonly after: LayoutChange
}

type Entries = Readonly<Record<string, unknown>>

export const layoutParts = ['nodes', 'collapsed', 'notes', 'groups'] as const
type Part = (typeof layoutParts)[number]

export function changedLayout(layout: Layout, change: LayoutChange): Layout {
  return eachPart((part) => laidOver(layout[part], change[part])) as Layout // Nothing in it is null any more.
}

/** What makes the one of the other; undefined where both say the same. */
export function layoutDifference(from: Layout, to: Layout): LayoutChange | undefined {
  return unlessEmpty(
    eachPart((part) => {
      if (from[part] === to[part]) return {}
      const keys = new Set([...Object.keys(from[part] ?? {}), ...Object.keys(to[part] ?? {})])
      return pick(
        keys,
        (key) => !isSame(entryOf(from, part, key), entryOf(to, part, key)),
        (key) => entryOf(to, part, key),
      )
    }),
  )
}

/** A change as a step that can be undone; undefined where it changes nothing. */
export function layoutStep(layout: Layout, change: LayoutChange): LayoutStep | undefined {
  const after = layoutDifference(layout, changedLayout(layout, change))
  return (
    after && { before: eachPart((part) => pick(Object.keys(after[part] ?? {}), undefined, (key) => entryOf(layout, part, key))), after }
  )
}

/** Two steps, one after the other, as one. */
export function joinSteps(first: LayoutStep | undefined, second: LayoutStep | undefined): LayoutStep | undefined {
  if (first === undefined || second === undefined) return first ?? second
  return {
    before: eachPart((part) => ({ ...second.before[part], ...first.before[part] })),
    after: eachPart((part) => ({ ...first.after[part], ...second.after[part] })),
  }
}

export interface LayoutBack {
  readonly layout: Layout
  /** Some of it is no longer as the step has left it: that is somebody else's, and stays. */
  readonly isHeld: boolean
}

/** Takes a step back, entry by entry, as far as nobody has changed them since. */
export function undoLayout(layout: Layout, { before, after }: LayoutStep): LayoutBack {
  let isHeld = false
  const back = eachPart((part) =>
    pick(
      Object.keys(after[part] ?? {}),
      (key) => {
        const isOurs = isSame(entryOf(layout, part, key), entryOf(after, part, key))
        if (!isOurs) isHeld = true
        return isOurs
      },
      (key) => entryOf(before, part, key),
    ),
  )
  return { layout: unlessEmpty(back) === undefined ? layout : changedLayout(layout, back), isHeld }
}

/** The entries of a change that another change is not about. */
export function changeWithout(change: LayoutChange, other: LayoutChange | undefined): LayoutChange {
  return eachPart((part) =>
    pick(
      Object.keys(change[part] ?? {}),
      (key) => !Object.hasOwn(other?.[part] ?? {}, key),
      (key) => entryOf(change, part, key),
    ),
  )
}

function eachPart(entriesOf: (part: Part) => Entries): LayoutChange {
  const parts = layoutParts.map((part) => [part, entriesOf(part)] as const).filter(([, entries]) => Object.keys(entries).length > 0)
  return Object.fromEntries(parts) as LayoutChange // Each entry comes from the same part of a layout or of a change.
}

function unlessEmpty(change: LayoutChange): LayoutChange | undefined {
  return Object.keys(change).length === 0 ? undefined : change
}

function pick(keys: Iterable<string>, isMeant: ((key: string) => boolean) | undefined, entryAt: (key: string) => unknown): Entries {
  return Object.fromEntries([...keys].flatMap((key) => (isMeant === undefined || isMeant(key) ? [[key, entryAt(key)]] : [])))
}

/** Null where there is none, as a change has it. */
function entryOf(layout: Layout | LayoutChange, part: Part, key: string): unknown {
  const entries: Entries = layout[part] ?? {}
  return Object.hasOwn(entries, key) ? entries[key] : null
}

function laidOver(before: Entries = {}, change: Entries | undefined): Entries {
  if (change === undefined) return before
  const entries = new Map(Object.entries(before))
  for (const [key, value] of Object.entries(change)) value === null ? entries.delete(key) : entries.set(key, value)
  return Object.fromEntries(entries)
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || compareValues(one as Json, other as Json, 1).length === 0 // A layout is JSON.
}
