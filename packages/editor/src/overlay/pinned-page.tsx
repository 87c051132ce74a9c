import { ReactFlowProvider } from '@xyflow/react'
import { Split } from 'lucide-react'
import { useEffect } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Execution } from '../api/api-schema.ts'
import { ApiError } from '../api/call.ts'
import { Empty } from '../design/empty.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { useExecution } from '../history/use-execution.ts'
import { dropPin } from './kept-pin.ts'
import { PinnedRun } from './pinned-run.tsx'
import { useRunCanvas } from './use-run-canvas.ts'

interface PinnedPageProps {
  readonly workflowId: string
  readonly executionId: string
}

/** An execution pinned on the canvas of its workflow, alone or compared with another one. */
export function PinnedPage({ workflowId, executionId }: PinnedPageProps) {
  const [address] = useSearchParams()
  const { data, error, refetch } = useExecution(executionId)
  const otherId = address.get('with') ?? ''
  const other = useExecution(otherId === '' ? undefined : otherId)
  if (isGone(error)) return <Gone workflowId={workflowId} />
  if (isGone(other.error)) return <OtherGone alone={`/workflows/${workflowId}?execution=${executionId}`} />
  if (error !== null && data === undefined) return <Failure error={error} onRetry={() => void refetch()} />
  if (other.error !== null && other.data === undefined) return <Failure error={other.error} onRetry={() => void other.refetch()} />
  if (data === undefined || (otherId !== '' && other.data === undefined)) return <Loading what="the execution" />
  const stray = [data, other.data].find((one) => one !== undefined && one.workflowId !== workflowId)
  if (stray !== undefined) return <Stray execution={stray} workflowId={workflowId} />
  return (
    <ReactFlowProvider key={executionId}>
      <OnCanvas execution={data} other={otherId === '' ? undefined : other.data} />
    </ReactFlowProvider>
  )
}

function OnCanvas({ execution, other }: { readonly execution: Execution; readonly other: Execution | undefined }) {
  const { canvases, error, retry } = useRunCanvas(execution)
  if (canvases === undefined) return error === undefined ? <Loading what="the workflow" /> : <Failure error={error} onRetry={retry} />
  return <PinnedRun execution={execution} other={other} canvases={canvases} />
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404
}

/** Retention, or a person, has deleted it: the way to the workflow must not lead here again. */
function Gone({ workflowId }: { readonly workflowId: string }) {
  useEffect(() => dropPin(workflowId), [workflowId])
  return (
    <Empty
      icon={Split}
      title="This execution is not there"
      actions={<Link to={`/workflows/${workflowId}`}>Open the workflow {workflowId}</Link>}
    >
      It has been deleted, or its time in the history is over.
    </Empty>
  )
}

function OtherGone({ alone }: { readonly alone: string }) {
  return (
    <Empty icon={Split} title="The execution to compare with is not there" actions={<Link to={alone}>Show the other one alone</Link>}>
      It has been deleted, or its time in the history is over.
    </Empty>
  )
}

/** Badges never stand on a graph that is not theirs. */
function Stray({ execution: { id, workflowId: owner }, workflowId }: { readonly execution: Execution; readonly workflowId: string }) {
  return (
    <Empty
      icon={Split}
      title={`This execution is one of ${owner}`}
      actions={<Link to={`/workflows/${owner}?execution=${id}`}>Show it on the canvas of {owner}</Link>}
    >
      It did not run the workflow {workflowId}, so there is nothing to show on its canvas.
    </Empty>
  )
}
