/** A workflow that is open in this browser. */
export interface OpenTab {
  readonly id: string
  readonly name: string
}

export type OpenTabs = readonly OpenTab[]

/** More are not kept: those that were opened first go. */
const mostTabs = 12

/** With one more at the end, or with its name as it is now; the same value where nothing changes. */
export function withTab(tabs: OpenTabs, tab: OpenTab): OpenTabs {
  const known = tabs.find(({ id }) => id === tab.id)
  if (known === undefined) return [...tabs, tab].slice(-mostTabs)
  return known.name === tab.name ? tabs : tabs.map((one) => (one === known ? tab : one))
}

export function withoutTab(tabs: OpenTabs, id: string): OpenTabs {
  return tabs.some((tab) => tab.id === id) ? tabs.filter((tab) => tab.id !== id) : tabs
}

/** The one after or before, round and round; undefined where there is no other. */
export function tabBeside(tabs: OpenTabs, id: string, step: 1 | -1): string | undefined {
  const at = tabs.findIndex((tab) => tab.id === id)
  if (at === -1 || tabs.length < 2) return undefined
  return tabs[(at + step + tabs.length) % tabs.length]?.id
}

/** Where one goes when a tab is closed: to the one behind it, or before it where it was the last. */
export function tabAfterClosing(tabs: OpenTabs, id: string): string | undefined {
  const at = tabs.findIndex((tab) => tab.id === id)
  return (tabs[at + 1] ?? tabs[at - 1])?.id
}

/** What was kept in the browser; none where that is something else. */
export function restoreTabs(kept: unknown): OpenTabs {
  return Array.isArray(kept) ? kept.filter(isTab).slice(-mostTabs) : []
}

function isTab(value: unknown): value is OpenTab {
  if (typeof value !== 'object' || value === null) return false
  const { id, name } = value as Record<string, unknown>
  return typeof id === 'string' && typeof name === 'string'
}
