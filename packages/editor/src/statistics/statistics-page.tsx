import { ChartColumn } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import type { Statistics } from '../api/api-schema.ts'
import { useWorkflowChoices } from '../api/use-workflow-choices.ts'
import { Empty } from '../design/empty.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { Segmented } from '../design/segmented.tsx'
import { Select } from '../design/select.tsx'
import { sumOf } from '../model/statistics/bars.ts'
import { spanOf, spans } from '../model/statistics/spans.ts'
import { useTitle } from '../shell/use-title.ts'
import { EndedChart } from './ended-chart.tsx'
import { Figures } from './figures.tsx'
import { RecentFailures } from './recent-failures.tsx'
import styles from './statistics-page.module.css'
import { useStatistics } from './use-statistics.ts'
import { WorkflowCounts } from './workflow-counts.tsx'

/** How everything does, or one workflow: how much ended, how well and how fast, and what failed. */
export function StatisticsPage() {
  const [address, setAddress] = useSearchParams()
  const workflow = address.get('workflow') ?? ''
  const span = spanOf(address.get('last'))
  const choices = useWorkflowChoices(workflow)
  const nameOf = (id: string) => choices.find(({ value }) => value === id)?.label ?? id
  const { counted, isBusy, error, readAgain } = useStatistics(workflow, span)
  useTitle(workflow === '' ? 'Statistics' : `Statistics of ${nameOf(workflow)}`)

  function show(change: { readonly workflow?: string; readonly last?: string }) {
    const fields = { workflow, last: span.value, ...change }
    setAddress(
      Object.entries(fields).filter(([, value]) => value !== ''),
      { replace: true },
    )
  }
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Statistics</h1>
        <div className={styles.choices}>
          <div className={styles.workflow}>
            <Select label="Workflow" isLabelHidden value={workflow} options={choices} onChange={(next) => show({ workflow: next })} />
          </div>
          <Segmented label="Time" value={span.value} choices={spans} onChange={(last) => show({ last })} />
        </div>
      </header>
      {error !== null && <Failure error={error} onRetry={readAgain} />}
      {counted === undefined && error === null && <Loading what="the statistics" />}
      {counted !== undefined && isNothing(counted.statistics) && (
        <Empty icon={ChartColumn} title="Nothing ended in this time">
          Each execution counts when it ends; what somebody tried out does not. Start one of <Link to="/workflows">your workflows</Link>, or
          look at a longer time.
        </Empty>
      )}
      {counted !== undefined && !isNothing(counted.statistics) && (
        <div className={styles.content} aria-busy={isBusy}>
          <Figures statistics={counted.statistics} />
          <EndedChart statistics={counted.statistics} stepMs={counted.stepMs} />
          <div className={styles.lists}>
            <WorkflowCounts workflows={counted.statistics.workflows} nameOf={nameOf} last={span.value} />
            <RecentFailures failures={counted.failures} nameOf={nameOf} more={`/executions?${moreFailures(workflow, span.value)}`} />
          </div>
        </div>
      )}
    </div>
  )
}

function moreFailures(workflow: string, since: string): URLSearchParams {
  return new URLSearchParams({ ...(workflow !== '' && { workflow }), since, status: 'failed,timed_out,crashed', test: 'false' })
}

function isNothing({ total, unfinished }: Statistics): boolean {
  return total === 0 && sumOf(unfinished) === 0
}
