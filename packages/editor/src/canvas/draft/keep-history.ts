import { restoreHistory } from '../../model/history.ts'
import type { EditorStore } from '../editor-store.ts'

const pauseMs = 500

/** What can be undone survives a reload of this tab, as long as the text is the one that it ended with. */
export function keepHistory(store: EditorStore): () => void {
  const { workflowId } = store.getState()
  const key = `millrace-history-${workflowId}`
  let timer: ReturnType<typeof setTimeout> | undefined

  function write(): void {
    clearTimeout(timer)
    const { history, text } = store.getState()
    try {
      sessionStorage.setItem(key, JSON.stringify({ source: text.source, history }))
    } catch {
      // Full: a history of very large texts is not kept, and undo works until the reload.
      sessionStorage.removeItem(key)
    }
  }

  const kept = readKept(sessionStorage.getItem(key))
  if (kept !== undefined && kept.source === store.getState().text.source) store.getState().restore(restoreHistory(kept.history))
  const unwatch = store.subscribe(({ history }, before) => {
    if (history === before.history) return
    clearTimeout(timer)
    timer = setTimeout(write, pauseMs)
  })
  addEventListener('pagehide', write)
  return () => {
    unwatch()
    write()
    removeEventListener('pagehide', write)
  }
}

function readKept(text: string | null): { readonly source?: unknown; readonly history?: unknown } | undefined {
  if (text === null) return undefined
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? value : undefined
}
