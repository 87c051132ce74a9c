import { Link } from 'react-router'
import type { Statistics } from '../api/api-schema.ts'
import { durationText } from '../design/duration-text.ts'
import { failuresIn, sumOf } from '../model/statistics/bars.ts'
import styles from './counts.module.css'
import { rateText } from './figures.tsx'

interface WorkflowCountsProps {
  readonly workflows: Statistics['workflows']
  nameOf(id: string): string
  /** The span, as the address of the page keeps it. */
  readonly last: string
}

/** Each workflow with its counts; those that fail most come first. */
export function WorkflowCounts({ workflows, nameOf, last }: WorkflowCountsProps) {
  const shown = workflows.toSorted((one, other) => failuresIn(other.byStatus) - failuresIn(one.byStatus) || other.total - one.total)
  return (
    <section className={styles.part}>
      <h2>Workflows</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Workflow</th>
            <th scope="col">Ended</th>
            <th scope="col">Success</th>
            <th scope="col">Failed</th>
            <th scope="col">Median</th>
            <th scope="col">95 %</th>
            <th scope="col">Not ended</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ workflowId, total, byStatus, successRate, durationMs, unfinished }) => (
            <tr key={workflowId}>
              <th scope="row">
                <Link to={`/statistics?${new URLSearchParams({ workflow: workflowId, last })}`}>{nameOf(workflowId)}</Link>
              </th>
              <td>
                <Link
                  to={`/executions?${new URLSearchParams({ workflow: workflowId, since: last, test: 'false' })}`}
                  aria-label={`${total.toLocaleString()} ended, the executions of ${nameOf(workflowId)}`}
                >
                  {total.toLocaleString()}
                </Link>
              </td>
              <td>{successRate === undefined ? '–' : rateText(successRate)}</td>
              <td data-bad={failuresIn(byStatus) > 0}>{failuresIn(byStatus).toLocaleString()}</td>
              <td>{durationMs === undefined ? '–' : durationText(durationMs.p50)}</td>
              <td>{durationMs === undefined ? '–' : durationText(durationMs.p95)}</td>
              <td>{sumOf(unfinished).toLocaleString()}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
