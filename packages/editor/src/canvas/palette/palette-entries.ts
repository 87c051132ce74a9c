import type { Types } from '../../model/type-facts.ts'
import { fuzzyMatch } from '../../shell/fuzzy-match.ts'

export interface PaletteEntry {
  readonly kind: 'node' | 'trigger'
  readonly type: string
  readonly title: string
  readonly icon: string
  readonly group: string
  readonly summary: string
}

const groupNames: Readonly<Record<string, string>> = {
  logic: 'Logic',
  network: 'Network',
  data: 'Data',
  code: 'Code',
  wait: 'Waiting',
  workflow: 'Workflows',
}

/** What can be added, as the palette lists it: what was used last, triggers, then the groups of nodes. */
export function paletteEntries(types: Types, recent: readonly string[], withTriggers: boolean): readonly PaletteEntry[] {
  const nodes = [...types.nodes.values()].map((facts): PaletteEntry => ({ ...facts, kind: 'node', group: groupOf(facts.group) }))
  const triggers = [...types.triggers.values()].map((facts): PaletteEntry => ({ ...facts, kind: 'trigger', group: 'Triggers' }))
  const all = withTriggers ? [...triggers, ...nodes] : nodes
  const last = recent.flatMap((key) => all.filter((entry) => entryKey(entry) === key)).map((entry) => ({ ...entry, group: 'Recent' }))
  return [...last, ...all.toSorted((a, b) => order(a.group) - order(b.group))]
}

function order(group: string): number {
  const place = ['Triggers', ...Object.values(groupNames)].indexOf(group)
  return place === -1 ? Number.MAX_SAFE_INTEGER : place
}

function groupOf(group: string): string {
  return groupNames[group] ?? group
}

export function entryKey({ kind, type }: Pick<PaletteEntry, 'kind' | 'type'>): string {
  return `${kind} ${type}`
}

/** The entries that fit what was typed, the best first; each once. */
export function findEntries(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  if (typed.trim() === '') return entries
  return entries
    .filter(({ group }) => group !== 'Recent')
    .flatMap((entry) => {
      const scores = [entry.type, entry.title].map((text) => (fuzzyMatch(text, typed)?.score ?? -1) * 2)
      const inSummary = entry.summary.toLowerCase().includes(typed.trim().toLowerCase()) ? 1 : -1
      const score = Math.max(...scores, inSummary)
      return score < 0 ? [] : [{ entry: { ...entry, group: 'Found' }, score }]
    })
    .toSorted((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
}
