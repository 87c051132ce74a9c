import type { ReactNode } from 'react'
import type { ExecutionSummary } from '../api/api-schema.ts'
import { durationText } from '../design/duration-text.ts'
import { RelativeTime } from '../design/relative-time.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import styles from './execution-columns.module.css'

export interface ExecutionColumn {
  readonly name: string
  readonly title: string
  /** As a track of a grid. */
  readonly width: string
  readonly isNumber?: true
  /** `names` of workflows, by id. */
  cell(execution: ExecutionSummary, names: ReadonlyMap<string, string>): ReactNode
}

export const knownColumns: readonly ExecutionColumn[] = [
  { name: 'status', title: 'Status', width: '120px', cell: ({ status }) => <StatusMark status={status} /> },
  {
    name: 'workflow',
    title: 'Workflow',
    width: 'minmax(140px, 1fr)',
    cell: ({ workflowId, isTest }, names) => (
      <>
        <span title={workflowId}>{names.get(workflowId) ?? workflowId}</span>
        {isTest === true && <span className={styles.test}>test</span>}
      </>
    ),
  },
  { name: 'detail', title: 'What happened', width: 'minmax(160px, 2fr)', cell: whatHappened },
  { name: 'started', title: 'Started', width: '104px', cell: ({ startedAt }) => <RelativeTime at={startedAt} /> },
  {
    name: 'duration',
    title: 'Duration',
    width: '104px',
    isNumber: true,
    cell: ({ durationMs }) => (durationMs === undefined ? '' : durationText(durationMs)),
  },
  { name: 'trigger', title: 'Trigger', width: '120px', cell: ({ triggerType }) => triggerType },
  { name: 'version', title: 'Version', width: '72px', isNumber: true, cell: ({ workflowVersion }) => workflowVersion },
  { name: 'key', title: 'Key', width: '140px', cell: ({ key }) => key ?? '' },
  { name: 'replayOf', title: 'Replay of', width: '120px', cell: ({ replayOf }) => shortId(replayOf) },
  { name: 'id', title: 'Id', width: '240px', cell: ({ id }) => <code>{id}</code> },
]

export const defaultColumns: readonly string[] = ['status', 'workflow', 'detail', 'started', 'duration', 'trigger']

/** As this browser kept them; what is no longer known is left out. */
export function readColumns(kept: string | null): readonly string[] {
  const names = (kept ?? '').split(',').filter((name) => knownColumns.some((column) => column.name === name))
  return names.length > 0 ? names : defaultColumns
}

/** The error of what failed, the reason of what waits. */
function whatHappened({ error, waitsFor, canceling }: ExecutionSummary): ReactNode {
  if (canceling) return 'Cleans up after a cancel'
  if (waitsFor !== undefined) return waitsFor.sentence
  if (error === undefined) return ''
  return error.step === undefined ? error.message : `${error.step}: ${error.message}`
}

/** The end of an id is what differs. */
export function shortId(id: string | undefined): string {
  return id === undefined ? '' : `…${id.slice(-8)}`
}
