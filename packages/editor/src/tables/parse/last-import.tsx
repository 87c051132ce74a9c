import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { call } from '../../api/call.ts'
import { useFollow } from '../../api/use-follow.ts'
import { RelativeTime } from '../../design/relative-time.tsx'
import { StatusMark } from '../../design/status-mark.tsx'
import { shownStatus } from '../../model/tables/parse-import.ts'
import styles from './last-import.module.css'
import { addressOf } from './place.ts'
import { parseWorkflow } from './workflow.ts'

/** Whoever left while records came, finds them again. */
export function LastImport() {
  const { data, refetch } = useQuery({
    queryKey: ['parse-import', 'last'],
    queryFn: ({ signal }) => call('GET /api/v1/executions', { query: { workflow: parseWorkflow, limit: 1 }, signal }),
    staleTime: 0,
  })
  useFollow({ topics: [{ workflowId: parseWorkflow }], read: refetch })
  const [last] = data?.items ?? []
  if (last === undefined) return null
  return (
    <aside className={styles.last} aria-label="Last import">
      <StatusMark status={shownStatus(last.status)} />
      <p>
        The last import began <RelativeTime at={last.startedAt} />.
      </p>
      <Link to={addressOf({ step: 'import', execution: last.id })}>Look at it</Link>
    </aside>
  )
}
