import { useQuery } from '@tanstack/react-query'
import { ReactFlowProvider } from '@xyflow/react'
import { useState } from 'react'
import { useParams } from 'react-router'
import { type Answer, call } from '../api/call.ts'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import type { Types } from '../model/type-facts.ts'
import { CanvasToolbar } from './canvas-toolbar.tsx'
import { EditorContext } from './editor-context.ts'
import styles from './editor-page.module.css'
import { createEditorStore } from './editor-store.ts'
import { FlowView } from './flow-view.tsx'
import { useTypes } from './use-types.ts'

/** One workflow: its canvas, and its text beside it. */
export function EditorPage() {
  const { workflowId = '' } = useParams()
  const types = useTypes()
  const draft = useQuery({
    queryKey: ['draft', workflowId],
    queryFn: () => call('GET /api/v1/workflows/{id}/draft', { params: { id: workflowId } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  if (draft.error ?? types.error) return <Failure error={draft.error ?? types.error} onRetry={() => void draft.refetch()} />
  if (draft.data === undefined || types.data === undefined) return <Loading what="the workflow" />
  return <OpenWorkflow key={workflowId} draft={draft.data} types={types.data} />
}

type Draft = Answer<'GET /api/v1/workflows/{id}/draft'>

function OpenWorkflow({ draft, types }: { readonly draft: Draft; readonly types: Types }) {
  const { workflowId, source } = draft
  const [store] = useState(() => createEditorStore({ workflowId, source, layout: draft.layout, types }))
  return (
    <EditorContext value={store}>
      <ReactFlowProvider>
        <CanvasToolbar />
        <div className={styles.work}>
          <section className={styles.canvas} aria-label="Canvas">
            <FlowView />
          </section>
        </div>
      </ReactFlowProvider>
    </EditorContext>
  )
}
