import { History, RefreshCw, Search } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { Button } from '../design/button.tsx'
import { Empty } from '../design/empty.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { useActions } from '../shell/actions.ts'
import { useTitle } from '../shell/use-title.ts'
import { BulkBar } from './bulk-bar.tsx'
import { ColumnsMenu } from './columns-menu.tsx'
import { EmptyHistory } from './empty-history.tsx'
import { defaultColumns, knownColumns, readColumns } from './execution-columns.tsx'
import { type ExecutionFilter, isFiltered, noFilter, readFilter, writeFilter } from './execution-filter.ts'
import { ExecutionTable } from './execution-table.tsx'
import { ExportMenu } from './export-menu.tsx'
import { FilterBar } from './filter-bar.tsx'
import styles from './history-page.module.css'
import { useExecutions } from './use-executions.ts'

const columnsKey = 'millrace-history-columns'

/** Every execution, the newest first: filtered, searched, followed live. */
export function HistoryPage() {
  const [address, setAddress] = useSearchParams()
  const filter = useMemo(() => readFilter(address), [address])
  const [isAtTop, setIsAtTop] = useState(true)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [columns, setColumns] = useState(() => readColumns(localStorage.getItem(columnsKey)))
  const executions = useExecutions(filter, isAtTop && selected.size === 0)

  function ask(next: ExecutionFilter) {
    setSelected(new Set())
    // Typing in the search is no way back through the browser's history, letter by letter.
    setAddress(writeFilter(next), { replace: true })
  }

  function show(names: readonly string[]) {
    localStorage.setItem(columnsKey, names.join(','))
    setColumns(names)
  }

  useTitle('Executions')
  const search = useRef<HTMLInputElement>(null)
  useActions([
    {
      id: 'search',
      name: 'Search in all recorded data',
      group: 'Executions',
      keys: ['/'],
      icon: Search,
      run: () => search.current?.focus(),
    },
    { id: 'refresh', name: 'Read the list again', group: 'Executions', keys: ['r'], icon: RefreshCw, run: executions.refresh },
    { id: 'rows', name: 'Go from execution to execution', group: 'Executions', keys: ['ArrowDown', 'ArrowUp', 'j', 'k'] },
    { id: 'choose', name: 'Select an execution', group: 'Executions', keys: ['Space'] },
  ])

  const { items, error, isLoading, newCount, refresh } = executions
  const searched = executions.search
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Executions</h1>
        <span className={styles.gap} />
        <ColumnsMenu columns={knownColumns} shown={columns} onChange={show} onReset={() => show(defaultColumns)} />
        <ExportMenu filter={filter} />
        <EmptyHistory filter={filter} onDone={executions.refresh} />
      </header>
      <FilterBar filter={filter} searchRef={search} onChange={ask} />
      {searched?.complete === false && (
        <p className={styles.note} role="status">
          The index of words is still being made: what was recorded {searched.completeTo === undefined ? '' : 'lately '}may be missing here.
        </p>
      )}
      {error !== null && <Failure error={error} onRetry={refresh} />}
      {isLoading && error === null && <Loading what="the executions" />}
      {items.length > 0 && (
        <ExecutionTable executions={executions} columns={columns} selected={selected} onSelect={setSelected} onTop={setIsAtTop} />
      )}
      {!isLoading && error === null && items.length === 0 && <NothingHere filter={filter} onClear={() => ask(noFilter)} />}
      {newCount > 0 && (
        <button type="button" className={styles.fresh} onClick={refresh}>
          {newCount} new: show
        </button>
      )}
      {selected.size > 0 && <BulkBar ids={selected} onDone={refresh} onClear={() => setSelected(new Set())} />}
    </div>
  )
}

function NothingHere({ filter, onClear }: { readonly filter: ExecutionFilter; readonly onClear: () => void }) {
  if (isFiltered(filter)) {
    return (
      <Empty icon={History} title="Nothing fits" actions={<Button onClick={onClear}>Clear filters</Button>}>
        No execution fits all of these filters. Search finds whole words of recorded data; <code>begin*</code> finds what begins so.
      </Empty>
    )
  }
  return (
    <Empty icon={History} title="Nothing has run yet">
      Each run of a workflow stands here, with every step and what went in and out. Open one of <Link to="/workflows">your workflows</Link>{' '}
      and press Run, or call a webhook.
    </Empty>
  )
}
