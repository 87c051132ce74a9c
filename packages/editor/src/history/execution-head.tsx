import { ArrowLeft, SquareDashedMousePointer } from 'lucide-react'
import { Link } from 'react-router'
import type { Execution } from '../api/api-schema.ts'
import { useWorkflowNames } from '../api/use-workflow-names.ts'
import { CopyButton } from '../design/copy-button.tsx'
import { durationText } from '../design/duration-text.ts'
import { RelativeTime } from '../design/relative-time.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { ExecutionActions } from './execution-actions.tsx'
import { shortId } from './execution-columns.tsx'
import styles from './execution-head.module.css'
import { useBackTo } from './use-back-to.ts'

interface ExecutionHeadProps {
  readonly execution: Execution
  readonly selectedStep: string | undefined
}

export function ExecutionHead({ execution, selectedStep }: ExecutionHeadProps) {
  const { id, workflowId, workflowVersion, status, startedAt, durationMs, triggerType, triggerId, key, replayOf, parent } = execution
  const backTo = useBackTo()
  const names = useWorkflowNames()
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <Link className={styles.back} to={backTo} aria-label="Back to the executions">
          <ArrowLeft size={20} aria-hidden />
        </Link>
        <h1 title={workflowId}>{names.find((one) => one.id === workflowId)?.name ?? workflowId}</h1>
        <StatusMark status={status} />
        <span className={styles.gap} />
        <Link className={styles.canvas} to={`/workflows/${workflowId}?execution=${id}`}>
          <SquareDashedMousePointer size={16} aria-hidden />
          On the canvas
        </Link>
        <ExecutionActions execution={execution} selectedStep={selectedStep} />
      </div>
      <dl className={styles.facts}>
        <Fact name="Started">
          <RelativeTime at={startedAt} />
        </Fact>
        <Fact name="Duration">{durationMs === undefined ? 'not ended' : durationText(durationMs)}</Fact>
        <Fact name="Trigger">
          {triggerType}
          {triggerId !== triggerType && ` (${triggerId})`}
        </Fact>
        <Fact name="Version">{workflowVersion}</Fact>
        {key !== undefined && <Fact name="Key">{key}</Fact>}
        {replayOf !== undefined && (
          <Fact name="Replay of">
            <Link to={`/executions/${replayOf}`}>{shortId(replayOf)}</Link>
          </Fact>
        )}
        {parent !== undefined && (
          <Fact name="Called by">
            <Link to={`/executions/${parent.executionId}?step=${encodeURIComponent(parent.step)}`}>{parent.step}</Link>
          </Fact>
        )}
        <Fact name="Id">
          <code>{shortId(id)}</code>
          <CopyButton text={id} what="the id" />
        </Fact>
      </dl>
    </header>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
