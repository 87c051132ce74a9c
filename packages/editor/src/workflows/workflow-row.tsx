import { PencilLine, Rocket, TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import list from '../design/list-table.module.css'
import { RelativeTime } from '../design/relative-time.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { TriggerIcons } from '../triggers/trigger-icons.tsx'
import { type ListedWorkflow, shownName } from './listed-workflow.ts'
import { RowMenu } from './row-menu.tsx'
import { RunsSparkline } from './runs-sparkline.tsx'
import styles from './workflow-row.module.css'

interface WorkflowRowProps {
  readonly workflow: ListedWorkflow
  /** Its place in the whole table, from 1. */
  readonly row: number
  onTag(tag: string): void
}

export function WorkflowRow({ workflow, row, onTag }: WorkflowRowProps) {
  const { id, description, tags = [], triggers, lastRuns, nextAt, publishedAt, problems, unfinished = {} } = workflow
  const name = shownName(workflow)
  return (
    <tr className={`${list.row} ${styles.row}`} aria-rowindex={row}>
      <td className={styles.workflow}>
        <div className={list.title}>
          <TriggerIcons types={triggers.map(({ type }) => type)} />
          <div className={list.words}>
            <div className={styles.line}>
              <Link className={styles.name} to={`/workflows/${encodeURIComponent(id)}`} data-row-link>
                {name}
              </Link>
              {tags.map((tag) => (
                <button key={tag} type="button" className={styles.tag} onClick={() => onTag(tag)} aria-label={`Only the tag ${tag}`}>
                  {tag}
                </button>
              ))}
            </div>
            <p className={styles.about}>{problems?.[0]?.message ?? description ?? id}</p>
          </div>
        </div>
      </td>
      <td className={styles.cell}>
        <State workflow={workflow} />
      </td>
      <td className={styles.cell}>
        {lastRuns.length === 0 ? (
          <Nothing />
        ) : (
          <Link className={styles.link} to={`/executions?workflow=${encodeURIComponent(id)}`}>
            <RunsSparkline runs={lastRuns} />
          </Link>
        )}
      </td>
      <td className={styles.cell}>
        <Now workflowId={id} unfinished={unfinished} />
      </td>
      <td className={styles.cell}>{nextAt === undefined ? <Nothing /> : <RelativeTime at={nextAt} />}</td>
      <td className={styles.cell}>{publishedAt === undefined ? <Nothing /> : <RelativeTime at={publishedAt} />}</td>
      <td className={styles.menu}>
        <RowMenu workflow={workflow} />
      </td>
    </tr>
  )
}

function State({ workflow: { version, hasDraft, problems, mistakes = 0 } }: { readonly workflow: ListedWorkflow }) {
  return (
    <span className={styles.states}>
      {problems !== undefined && (
        <span className={styles.state} data-state="mistakes" title={problems.map(({ message }) => message).join('\n')}>
          <TriangleAlert size={14} aria-hidden />
          Cannot run
        </span>
      )}
      {version !== undefined && problems === undefined && (
        <span className={styles.state} data-state="published">
          <Rocket size={14} aria-hidden />
          Version {version}
        </span>
      )}
      {(hasDraft || version === undefined) && (
        <span className={styles.state} data-state="draft">
          <PencilLine size={14} aria-hidden />
          {version === undefined ? 'Draft' : 'Edited'}
        </span>
      )}
      {mistakes > 0 && (
        <span className={styles.state} data-state="mistakes">
          <TriangleAlert size={14} aria-hidden />
          {mistakes === 1 ? '1 mistake' : `${mistakes} mistakes`}
        </span>
      )}
    </span>
  )
}

/** Statuses that have not ended, those with work first. */
const unfinishedStatuses = ['running', 'waiting', 'queued', 'paused'] as const

interface NowProps {
  readonly workflowId: string
  readonly unfinished: Readonly<Record<string, number>>
}

function Now({ workflowId, unfinished }: NowProps) {
  const shown = unfinishedStatuses.filter((status) => (unfinished[status] ?? 0) > 0)
  if (shown.length === 0) return <Nothing />
  return (
    <span className={styles.states}>
      {shown.map((status) => (
        <Link key={status} className={styles.count} to={`/executions?workflow=${encodeURIComponent(workflowId)}&status=${status}`}>
          {unfinished[status]}
          <StatusMark status={status} />
        </Link>
      ))}
    </span>
  )
}

function Nothing() {
  return <span className={styles.nothing}>–</span>
}
