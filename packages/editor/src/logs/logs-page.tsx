import { Pause, RefreshCw, ScrollText, Search } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { LogLine } from '../api/api-schema.ts'
import { useWorkflowNames } from '../api/use-workflow-names.ts'
import { Button } from '../design/button.tsx'
import { CodeBlock } from '../design/code-block.tsx'
import { Empty } from '../design/empty.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { useActions } from '../shell/actions.ts'
import { useTitle } from '../shell/use-title.ts'
import { LevelMark } from './level-mark.tsx'
import { LineBar } from './line-bar.tsx'
import { LineDetail } from './line-detail.tsx'
import { type LineFilter, noLineFilter, readLineFilter, writeLineFilter } from './line-filter.ts'
import { LogsHead } from './logs-head.tsx'
import styles from './logs-page.module.css'
import { type TailColumn, TailTable } from './tail-table.tsx'
import { timeColumn } from './time-column.tsx'
import { useLines } from './use-lines.ts'

/** What steps of all executions have said, the newest on top, and what they say. */
export function LogsPage() {
  const [address, setAddress] = useSearchParams()
  const filter = useMemo(() => readLineFilter(address), [address])
  const [isFollowing, setIsFollowing] = useState(true)
  const [isAtTop, setIsAtTop] = useState(true)
  const [openId, setOpenId] = useState<string | undefined>()
  const { items, isLoading, error, hasMore, heldCount, loadMore, refresh } = useLines(filter, isFollowing && isAtTop)
  const workflows = useWorkflowNames()
  const names = useMemo(() => new Map(workflows.map(({ id, name }) => [id, name ?? id])), [workflows])
  const columns = useMemo(() => columnsOf(names), [names])
  const open = items.find(({ position }) => position === openId)
  // Typing is no way back through the browser's history, letter by letter.
  const ask = (next: LineFilter) => setAddress(writeLineFilter(next), { replace: true })

  useTitle('Logs')
  const search = useRef<HTMLInputElement>(null)
  useActions([
    { id: 'search', name: 'Search in messages', group: 'Logs', keys: ['/'], icon: Search, run: () => search.current?.focus() },
    { id: 'follow', name: 'Pause or follow', group: 'Logs', keys: ['f'], icon: Pause, run: () => setIsFollowing((is) => !is) },
    { id: 'refresh', name: 'Read the list again', group: 'Logs', keys: ['r'], icon: RefreshCw, run: refresh },
    { id: 'rows', name: 'Go from line to line', group: 'Logs', keys: ['ArrowDown', 'ArrowUp', 'j', 'k'] },
  ])
  return (
    <div className={styles.page}>
      <LogsHead title="Logs" isFollowing={isFollowing} heldCount={heldCount} onFollow={setIsFollowing} />
      <LineBar filter={filter} searchRef={search} onChange={ask} />
      {error !== null && <Failure error={error} onRetry={refresh} />}
      {isLoading && error === null && <Loading what="the logs" />}
      {items.length > 0 && (
        <TailTable
          {...{ items, columns, openId, hasMore, loadMore }}
          label="Logs"
          idOf={positionOf}
          onOpen={setOpenId}
          onTop={setIsAtTop}
        />
      )}
      {open !== undefined && (
        <LineDetail
          line={open}
          workflowName={names.get(open.workflowId) ?? open.workflowId}
          onFilter={(part) => ask({ ...filter, ...part })}
          onClose={() => setOpenId(undefined)}
        />
      )}
      {!isLoading && error === null && items.length === 0 && (
        <NothingSaid isFiltered={writeLineFilter(filter).size > 0} onClear={() => ask(noLineFilter)} hasMore={hasMore} onMore={loadMore} />
      )}
    </div>
  )
}

const positionOf = ({ position }: LogLine) => position

function columnsOf(names: ReadonlyMap<string, string>): readonly TailColumn<LogLine>[] {
  return [
    timeColumn,
    { title: 'Level', width: '80px', cell: ({ level }) => <LevelMark level={level} /> },
    { title: 'Workflow', width: 'minmax(96px, 200px)', isExtra: true, cell: ({ workflowId }) => names.get(workflowId) ?? workflowId },
    { title: 'Step', width: 'minmax(96px, 200px)', isExtra: true, cell: ({ step }) => <span className={styles.soft}>{step}</span> },
    { title: 'Message', width: 'minmax(0, 4fr)', cell: ({ message }) => <span className={styles.said}>{message}</span> },
  ]
}

interface NothingSaidProps {
  readonly isFiltered: boolean
  readonly hasMore: boolean
  onClear(): void
  onMore(): void
}

const snippet = `say:
  type: log
  with: { level: warn, message: "Stock of {{ input.sku }} is low" }`

function NothingSaid({ isFiltered, hasMore, onClear, onMore }: NothingSaidProps) {
  if (isFiltered) {
    const actions = (
      <>
        {hasMore && <Button onClick={onMore}>Look further back</Button>}
        <Button onClick={onClear}>Clear filters</Button>
      </>
    )
    return (
      <Empty icon={ScrollText} title={hasMore ? 'Nothing fits so far' : 'Nothing fits'} actions={actions}>
        No line fits all of these filters. The text is looked for in messages; the search of the executions looks into all recorded data.
      </Empty>
    )
  }
  return (
    <Empty icon={ScrollText} title="Nothing has been said yet">
      What steps log stands here, of all executions together, as it is written. A node of type <code>log</code> writes a line, and so does{' '}
      <code>console.log</code> in a code node.
      <div className={styles.snippet}>
        <CodeBlock code={snippet} what="a node that logs" />
      </div>
    </Empty>
  )
}
