import { lazy } from 'react'
import { Navigate, useLocation, useNavigationType, useParams } from 'react-router'
import { keptPin } from './kept-pin.ts'

const EditorPage = lazy(() => import('../canvas/editor-page.tsx').then(({ EditorPage }) => ({ default: EditorPage })))
const PinnedPage = lazy(() => import('./pinned-page.tsx').then(({ PinnedPage }) => ({ default: PinnedPage })))

/** A workflow to be edited; or, while one is pinned, what an execution did on it. */
export function WorkflowPage() {
  const { workflowId = '' } = useParams()
  const { search } = useLocation()
  const way = useNavigationType()
  const executionId = new URLSearchParams(search).get('execution') ?? ''
  if (executionId !== '') return <PinnedPage key={workflowId} workflowId={workflowId} executionId={executionId} />
  // Whoever went to another place and comes here again finds it pinned as before. Going back, one means what was there.
  const kept = search === '' && way === 'PUSH' ? keptPin(workflowId) : undefined
  return kept === undefined ? <EditorPage /> : <Navigate to={`/workflows/${workflowId}${kept}`} replace />
}
