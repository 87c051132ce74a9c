import type { Problem } from '@millrace/engine'
import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { Suspense, useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { ApiError, call } from '../api/call.ts'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { withoutTab } from '../model/open-tabs.ts'
import { NotFound } from '../shell/not-found.tsx'
import { draftState } from './draft/draft-state.ts'
import { draftLeft } from './draft/keep-draft.ts'
import { EditorContext } from './editor-context.ts'
import { createEditorStore, type EditorStore } from './editor-store.ts'
import { changeTabs, useTabs } from './kept-tabs.ts'
import { WorkflowTabs } from './late-parts.ts'
import { readyLayout } from './layout/layout-worker.ts'
import { useTypes } from './use-types.ts'
import { Workbench } from './workbench.tsx'

/** One workflow, its text beside its canvas; and what else is open. */
export function EditorPage() {
  const { workflowId = '' } = useParams()
  const hasOthers = useTabs().some(({ id }) => id !== workflowId)
  return (
    <>
      <Suspense>{hasOthers && <WorkflowTabs current={workflowId} />}</Suspense>
      <OneWorkflow workflowId={workflowId} />
    </>
  )
}

function OneWorkflow({ workflowId }: { readonly workflowId: string }) {
  const types = useTypes()
  useEffect(readyLayout, [])
  const draft = useQuery({
    queryKey: ['draft', workflowId],
    async queryFn() {
      await draftLeft(workflowId)
      return call('GET /api/v1/workflows/{id}/draft', { params: { id: workflowId } })
    },
    // It is followed by live messages from here on, and read anew when the page is opened again.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const isGone = draft.data === undefined && draft.error instanceof ApiError && draft.error.status === 404
  useEffect(() => {
    if (isGone) changeTabs((tabs) => withoutTab(tabs, workflowId))
  }, [isGone, workflowId])
  // Once it is open it stays so, whatever a later read says: it may hold what the server does not have yet.
  if (draft.data === undefined) {
    if (isGone) return <NotFound what={`There is no workflow "${workflowId}"`} />
    if (draft.error !== null) return <Failure error={draft.error} onRetry={() => void draft.refetch()} />
    return <Loading what="the workflow" />
  }
  if (types.data === undefined) {
    if (types.error !== null) return <Failure error={types.error} onRetry={() => void types.refetch()} />
    return <Loading what="the workflow" />
  }
  const { source, layout, problems } = draft.data
  const opened = { workflowId, source, layout, types: types.data }
  const state = draftState({ ...draft.data, problems: problems as readonly Problem[] }) // As the engine writes them.
  return <OpenWorkflow key={workflowId} make={() => createEditorStore({ ...opened, draft: state })} />
}

function OpenWorkflow({ make }: { make(): EditorStore }) {
  const [store] = useState(make)
  return (
    <EditorContext value={store}>
      <ReactFlowProvider>
        <Workbench />
      </ReactFlowProvider>
    </EditorContext>
  )
}
