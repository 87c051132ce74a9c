import { useSyncExternalStore } from 'react'
import { type OpenTabs, restoreTabs } from '../model/open-tabs.ts'

const key = 'millrace-tabs'
const hearers = new Set<() => void>()
let known: { readonly text: string | null; readonly tabs: OpenTabs } | undefined

/** The workflows that are open in this browser. */
function keptTabs(): OpenTabs {
  const text = localStorage.getItem(key)
  if (known?.text !== text) known = { text, tabs: text === null ? [] : restoreTabs(JSON.parse(text)) }
  return known?.tabs ?? []
}

/** Keeps what is made of them. */
export function changeTabs(change: (tabs: OpenTabs) => OpenTabs): void {
  const tabs = keptTabs()
  const next = change(tabs)
  if (next === tabs) return
  localStorage.setItem(key, JSON.stringify(next))
  for (const hear of hearers) hear()
}

export function useTabs(): OpenTabs {
  return useSyncExternalStore(follow, keptTabs)
}

/** Other tabs of the browser open and close workflows, too. */
function follow(hear: () => void): () => void {
  hearers.add(hear)
  addEventListener('storage', hear)
  return () => {
    hearers.delete(hear)
    removeEventListener('storage', hear)
  }
}
