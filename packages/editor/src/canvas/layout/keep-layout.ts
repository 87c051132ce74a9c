import { ApiError, call } from '../../api/call.ts'
import { live } from '../../api/live-link.ts'
import { showToast } from '../../design/toast.ts'
import { changedLayout, changeWithout, type LayoutChange, layoutDifference } from '../../model/layout-change.ts'
import type { Layout } from '../../model/layout-file.ts'
import { clientName } from '../draft/client-name.ts'
import type { EditorStore } from '../editor-store.ts'

const retryMs = 3_000

/**
 * Owns: that the server has where things stand, and that what others move arrives here, until the answer is called.
 * Invariants: only entries that were changed here are written; what could not be written stays as it is here and is written later.
 */
export function keepLayout(store: EditorStore): () => void {
  const { workflowId: id } = store.getState()
  /** What the server has, as far as we know. */
  let known: Layout = store.getState().layout
  let isWriting = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function write(): Promise<void> {
    clearTimeout(timer)
    const change = layoutDifference(known, store.getState().layout)
    if (isWriting || change === undefined) return
    isWriting = true
    try {
      await call('PATCH /api/v1/workflows/{id}/layout', { params: { id }, query: { client: clientName }, body: change })
      known = changedLayout(known, change)
    } catch (error) {
      if (!(error instanceof ApiError) || isRefusal(error)) return takeBack(error)
      timer = setTimeout(() => void write(), retryMs)
      return
    } finally {
      isWriting = false
    }
    await write()
  }

  /** The server will never take it: all is as it has it, and somebody is told. */
  function takeBack(error: unknown): void {
    const { layout, changeLayout } = store.getState()
    const back = layoutDifference(layout, known)
    if (back !== undefined) changeLayout(back)
    const text = error instanceof Error ? error.message : String(error)
    showToast({ kind: 'error', title: 'It could not be kept where it stands', text })
  }

  /** As the server has it now. What was changed here since is about to be written, and counts. */
  function take(change: LayoutChange): void {
    const { layout, changeLayout } = store.getState()
    const ours = layoutDifference(known, layout)
    known = changedLayout(known, change)
    const theirs = layoutDifference(layout, changedLayout(layout, changeWithout(change, ours)))
    if (theirs !== undefined) changeLayout(theirs)
  }

  async function readAgain(): Promise<void> {
    try {
      take(layoutDifference(known, await call('GET /api/v1/workflows/{id}/layout', { params: { id } })) ?? {})
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      // The link is gone once more: it tells when it returns.
    }
    await write()
  }

  const ends = [
    live.follow({ draft: id }, ({ type, change }) => {
      if (type === 'layout-changed') take(change as LayoutChange) // As the API documents it.
    }),
    live.onReturn(() => void readAgain()),
    store.subscribe(({ layout }, before) => {
      if (layout !== before.layout) void write()
    }),
  ]
  return () => {
    for (const end of ends) end()
    void write()
  }
}

function isRefusal({ status }: ApiError): boolean {
  return status >= 400 && status < 500
}
