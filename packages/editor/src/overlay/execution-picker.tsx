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
  readonly workflowId: string
  /** The one that is pinned: it is not offered. */
  readonly executionId: string
  readonly isOpen: boolean
  onChoose(id: string): void
  onClose(): void
}

/** Another execution of the workflow, to compare with. */
export function ExecutionPicker({ workflowId, executionId, isOpen, onChoose, onClose }: ExecutionPickerProps) {
  const [status, setStatus] = useState<'' | 'success' | 'failed'>('')
  const list = useQuery({
    queryKey: ['executions-to-compare', workflowId, status],
    queryFn: ({ signal }) =>
      call('GET /api/v1/executions', { query: { workflow: workflowId, limit: 50, ...(status !== '' && { status }) }, signal }),
    enabled: isOpen,
  })
  const items = list.data?.items.filter(({ id }) => id !== executionId)
  return (
    <Dialog
      title="Compare with …"
      text="An execution of the same workflow: you see where the pinned one went another way."
      isOpen={isOpen}
      onClose={onClose}
    >
      <Segmented
        label="Which"
        choices={[
          { value: '', name: 'All' },
          { value: 'success', name: 'Success' },
          { value: 'failed', name: 'Failed' },
        ]}
        value={status}
        onChange={setStatus}
      />
      {list.error !== null && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Loading what="the executions" />}
      {items?.length === 0 && (
        <p className={styles.none}>There is no other execution like that. Run the workflow again, and compare then.</p>
      )}
      <ul className={styles.list}>
        {items?.map(({ id, status, startedAt, durationMs, triggerType, workflowVersion }) => (
          <li key={id}>
            <button type="button" className={styles.row} onClick={() => onChoose(id)}>
              <StatusMark status={status} />
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
