import { History, type LucideIcon, Table2, Workflow } from 'lucide-react'
import type { Action } from './actions.ts'
import { fuzzyMatch } from './fuzzy-match.ts'

/** A line of the command bar. */
export interface BarEntry {
  readonly id: string
  readonly name: string
  /** Behind the name: an id, where it belongs to. */
  readonly hint?: string
  readonly group: string
  readonly icon?: LucideIcon | undefined
  readonly keys?: string | undefined
  /** Which signs of the name were typed. */
  readonly places: readonly number[]
  run(): void
}

interface Offered {
  readonly actions: readonly Action[]
  readonly workflows: readonly { readonly id: string; readonly name?: string }[]
  /** By name. */
  readonly tables: readonly string[]
  go(to: string): void
}

const most = 50
/** As the server makes them: 26 digits and letters, without those that look alike. */
const executionId = /^[0-9a-hjkmnp-tv-z]{26}$/i

/** What fits what was typed, the best first; all actions before all workflows and tables while nothing is. */
export function barEntries(typed: string, { actions, workflows, tables, go }: Offered): readonly BarEntry[] {
  const id = typed.trim()
  if (executionId.test(id)) return [executionEntry(id.toLowerCase(), go)]
  const offered = [
    ...actions.flatMap((action) => actionEntry(action)),
    ...workflows.map((one) => workflowEntry(one, go)),
    ...tables.map((name) => tableEntry(name, go)),
  ]
  const fitting = offered.flatMap((entry) => {
    const match = fuzzyMatch(entry.name, typed)
    // An id is found too; a name that fits as well goes before it.
    const byHint = match === undefined && entry.hint !== undefined ? fuzzyMatch(entry.hint, typed) : undefined
    if (match === undefined && byHint === undefined) return []
    return [{ entry: { ...entry, places: match?.places ?? [] }, score: match?.score ?? (byHint?.score ?? 0) - 20 }]
  })
  if (id !== '') fitting.sort((one, other) => other.score - one.score)
  return fitting.slice(0, most).map(({ entry }) => entry)
}

function actionEntry({ id, name, group, icon, keys, run, isDisabled, isOnlyKeys }: Action): readonly BarEntry[] {
  if (run === undefined || isDisabled === true || isOnlyKeys === true) return []
  return [{ id, name, group, icon, keys: keys?.[0], places: [], run }]
}

function workflowEntry({ id, name }: Offered['workflows'][number], go: Offered['go']): BarEntry {
  const hint = name === undefined ? {} : { hint: id }
  return {
    id: `workflow ${id}`,
    name: name ?? id,
    ...hint,
    group: 'Workflows',
    icon: Workflow,
    places: [],
    run: () => go(`/workflows/${id}`),
  }
}

function tableEntry(name: string, go: Offered['go']): BarEntry {
  return { id: `table ${name}`, name, group: 'Tables', icon: Table2, places: [], run: () => go(`/tables/${encodeURIComponent(name)}`) }
}

function executionEntry(id: string, go: Offered['go']): BarEntry {
  return {
    id: 'execution',
    name: 'Open this execution',
    hint: id,
    group: 'Executions',
    icon: History,
    places: [],
    run: () => go(`/executions/${id}`),
  }
}
