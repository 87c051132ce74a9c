import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { call } from '../api/call.ts'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import type { TableDialogProps } from './table-dialog-props.ts'
import styles from './used-by-dialog.module.css'

const mostShown = 200

/** The workflows whose triggers and nodes name the table. */
export function UsedByDialog({ table: { name }, onClose }: TableDialogProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['workflows', 'of table', name],
    queryFn: ({ signal }) => call('GET /api/v1/workflows', { query: { table: name, limit: mostShown }, signal }),
    staleTime: 0,
  })
  return (
    <Dialog
      title={`Workflows that use ${name}`}
      isOpen
      onClose={onClose}
      text="Those that name it by an expression are not known before they run."
    >
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading what="the workflows" />}
      {data?.items.length === 0 && <p>None names it. Every node under Data that begins with “table” takes its name.</p>}
      <ul className={styles.list}>
        {data?.items.map((workflow) => (
          <li key={workflow.id}>
            <Link to={`/workflows/${encodeURIComponent(workflow.id)}`}>{workflow.name ?? workflow.id}</Link>
            <span className={styles.state}>{workflow.status === 'draft' ? 'draft' : workflow.id}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
