import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Dialog } from '../design/dialog.tsx'
import { durationText } from '../design/duration-text.ts'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { RelativeTime } from '../design/relative-time.tsx'
import { Segmented } from '../design/segmented.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { shortId } from '../history/execution-columns.tsx'
import styles from './execution-picker.module.css'

interface ExecutionPickerProps {
  readonly title: string
  /** What happens with the one that is chosen. */
  readonly text: string
  readonly workflowId: string
  /** The one that is pinned already is not offered. */
  readonly executionId?: string
  readonly isOpen: boolean
  onChoose(id: string): void
  onClose(): void
}

/** One of the executions of a workflow, the newest first. */
export function ExecutionPicker({ title, text, workflowId, executionId, isOpen, onChoose, onClose }: ExecutionPickerProps) {
  const [status, setStatus] = useState<'all' | 'success' | 'failed'>('all')
  const list = useQuery({
    queryKey: ['executions-to-pick', workflowId, status],
    queryFn: ({ signal }) =>
      call('GET /api/v1/executions', { query: { workflow: workflowId, limit: 50, ...(status !== 'all' && { status }) }, signal }),
    enabled: isOpen,
  })
  const items = list.data?.items.filter(({ id }) => id !== executionId)
  return (
    <Dialog title={title} text={text} isOpen={isOpen} onClose={onClose}>
      <div className={styles.which}>
        <Segmented
          label="Which"
          choices={[
            { value: 'all', name: 'All' },
            { value: 'success', name: 'Success' },
            { value: 'failed', name: 'Failed' },
          ]}
          value={status}
          onChange={setStatus}
        />
      </div>
      {list.error !== null && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading what="the executions" />}
      {items?.length === 0 && <p className={styles.none}>There is none like that yet: run the workflow, and come back.</p>}
      <ul className={styles.list}>
        {items?.map(({ id, status, startedAt, durationMs, triggerType, workflowVersion }) => (
          <li key={id}>
            <button type="button" className={styles.row} onClick={() => onChoose(id)}>
              <span>
                <StatusMark status={status} />
              </span>
              <RelativeTime at={startedAt} />
              <span className={styles.soft}>{durationMs === undefined ? 'not ended' : durationText(durationMs)}</span>
              <span className={styles.soft}>
                {triggerType} · version {workflowVersion}
              </span>
              <code>{shortId(id)}</code>
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
