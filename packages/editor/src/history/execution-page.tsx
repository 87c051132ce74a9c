import { useMemo, useRef, useState } from 'react'
import { Link, useLocation, useParams, useSearchParams } from 'react-router'
import type { Execution } from '../api/api-schema.ts'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { SplitPane } from '../design/split-pane.tsx'
import { useIsNarrow } from '../design/use-is-narrow.ts'
import { useTitle } from '../shell/use-title.ts'
import { ErrorNote } from './error-note.tsx'
import { ExecutionHead } from './execution-head.tsx'
import styles from './execution-page.module.css'
import { StartDetail } from './start-detail.tsx'
import { StepDetail } from './step-detail.tsx'
import { useBackTo } from './use-back-to.ts'
import { useExecution } from './use-execution.ts'
import { Waterfall } from './waterfall.tsx'

/** One execution: what ran when, and what went in and out of each step. */
export function ExecutionPage() {
  const { executionId = '' } = useParams()
  const backTo = useBackTo()
  const { data, error, isPending, refetch } = useExecution(executionId)
  if (error !== null && data === undefined)
    return (
      <>
        <Failure error={error} onRetry={() => void refetch()} />
        <Link className={styles.back} to={backTo}>
          Back to the executions
        </Link>
      </>
    )
  if (isPending || data === undefined) return <Loading what="the execution" />
  return <Shown execution={data} />
}

/** Narrower, the steps stand above what they recorded. */
const narrowBelowPx = 720

/** What is selected where no step is. */
const start = ''

function Shown({ execution }: { readonly execution: Execution }) {
  const [address, setAddress] = useSearchParams()
  // Which list one came from.
  const { state } = useLocation()
  const { steps, error, waitsFor } = execution
  const page = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow(page, narrowBelowPx)
  useTitle(`Execution of ${execution.workflowId}`)
  // Once: whoever has decided goes on looking at the step.
  const [asked] = useState(() => steps.find(({ waiting }) => waiting?.for === 'approval')?.step)
  const selected = address.get('step') ?? failedStep(execution) ?? asked ?? start
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const step = useMemo(() => steps.find((one) => one.step === selected), [steps, selected])
  // The start is written too: an address without a step leads to what failed, or to what is asked.
  const select = (path: string) => setAddress({ step: path }, { replace: true, state })

  return (
    <div ref={page} className={styles.page} data-narrow={isNarrow}>
      <ExecutionHead execution={execution} selectedStep={step?.step} />
      {error !== undefined && <ErrorNote error={error} workflowId={execution.workflowId} executionId={execution.id} onStep={select} />}
      {waitsFor !== undefined && error === undefined && (
        <p className={styles.wait} role="status">
          {waitsFor.sentence}
        </p>
      )}
      <SplitPane
        key={String(isNarrow)}
        sized="first"
        {...(isNarrow
          ? { id: 'execution-rows', label: 'Height of the steps', direction: 'rows', initial: 240, min: 120 }
          : { id: 'execution', label: 'Width of the steps', initial: 520, min: 240 })}
        first={<Waterfall execution={execution} selected={selected} folded={folded} onSelect={select} onFold={setFolded} />}
        second={
          step === undefined ? <StartDetail execution={execution} /> : <StepDetail key={step.step} step={step} executionId={execution.id} />
        }
      />
    </div>
  )
}

/** Whoever opens a failed execution wants to see what failed; one that waits for a decision, where to decide. */
function failedStep({ error, steps }: Execution): string | undefined {
  const failed = error?.step
  if (failed !== undefined && steps.some(({ step }) => step === failed)) return failed
  return steps.find(({ status }) => status === 'failed' || status === 'timed_out')?.step
}
