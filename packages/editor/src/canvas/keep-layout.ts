import { call } from '../api/call.ts'
import { live } from '../api/live-link.ts'
import { clientName } from './client-name.ts'
import type { EditorStore } from './editor-store.ts'
import type { LayoutChange } from './layout-change.ts'

/** Changes the layout here and at the server; one that the server refuses is taken back by reading what it has. */
export async function writeLayout(store: EditorStore, change: LayoutChange): Promise<void> {
  const { workflowId: id, changeLayout } = store.getState()
  changeLayout(change)
  await call('PATCH /api/v1/workflows/{id}/layout', { params: { id }, query: { client: clientName }, body: change })
}

/** Follows what others move, until the answer is called. */
export function followLayout(store: EditorStore): () => void {
  const { workflowId } = store.getState()
  return live.follow({ draft: workflowId }, ({ type, client, change }) => {
    if (type === 'layout-changed' && client !== clientName) store.getState().changeLayout(change as LayoutChange) // As the API documents it.
  })
}
