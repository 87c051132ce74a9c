import type { Group, Layout, Note, Point } from '../model/layout-file.ts'

/** Entries that are laid over those there are; null takes one away. As `PATCH …/layout` has it. */
export interface LayoutChange {
  readonly nodes?: Readonly<Record<string, Point | null>>
  readonly collapsed?: Readonly<Record<string, true | null>>
  readonly notes?: Readonly<Record<string, Note | null>>
  readonly groups?: Readonly<Record<string, Group | null>>
}

export function changedLayout(layout: Layout, change: LayoutChange): Layout {
  return {
    nodes: laidOver(layout.nodes, change.nodes),
    collapsed: laidOver(layout.collapsed, change.collapsed),
    notes: laidOver(layout.notes, change.notes),
    groups: laidOver(layout.groups, change.groups),
  }
}

type Entries<Value> = Readonly<Record<string, Value>>

function laidOver<Value>(before: Entries<Value> = {}, change: Entries<Value | null> = {}): Entries<Value> {
  const entries = new Map(Object.entries(before))
  for (const [key, value] of Object.entries(change)) value === null ? entries.delete(key) : entries.set(key, value)
  return Object.fromEntries(entries)
}
