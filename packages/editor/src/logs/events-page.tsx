import { Pause, Radio, RefreshCw, Search, X } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { useWorkflowChoices } from '../api/use-workflow-choices.ts'
import { useWorkflowNames } from '../api/use-workflow-names.ts'
import { Button } from '../design/button.tsx'
import { CodeBlock } from '../design/code-block.tsx'
import { Empty } from '../design/empty.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { SearchField } from '../design/search-field.tsx'
import { Select } from '../design/select.tsx'
import { SpanSelect } from '../design/span-select.tsx'
import { useTyped } from '../design/use-typed.ts'
import { useActions } from '../shell/actions.ts'
import { useTitle } from '../shell/use-title.ts'
import { EventDetail } from './event-detail.tsx'
import { type EventFilter, noEventFilter, readEventFilter, writeEventFilter } from './event-filter.ts'
import { LogsHead } from './logs-head.tsx'
import styles from './logs-page.module.css'
import { type TailColumn, TailTable } from './tail-table.tsx'
import { timeColumn } from './time-column.tsx'
import { type ShownEvent, useEvents } from './use-events.ts'

/** What workflows and others have told each other, the newest on top, and what came of it. */
export function EventsPage() {
  const [address, setAddress] = useSearchParams()
  const filter = useMemo(() => readEventFilter(address), [address])
  const [isFollowing, setIsFollowing] = useState(true)
  const [isAtTop, setIsAtTop] = useState(true)
  const [openId, setOpenId] = useState<string | undefined>()
  const { items, isLoading, error, hasMore, heldCount, loadMore, refresh } = useEvents(filter, isFollowing && isAtTop)
  const workflows = useWorkflowNames()
  const names = useMemo(() => new Map(workflows.map(({ id, name }) => [id, name ?? id])), [workflows])
  const choices = useWorkflowChoices(filter.workflow)
  const columns = useMemo(() => columnsOf(names), [names])
  const open = items.find(({ id }) => id === openId)

  // Typing is no way back through the browser's history, letter by letter.
  const ask = (part: Partial<EventFilter>) => setAddress(writeEventFilter({ ...filter, ...part }), { replace: true })
  const typed = useTyped(filter.name, (text) => ask({ name: text.trim() }))

  useTitle('Events')
  const search = useRef<HTMLInputElement>(null)
  useActions([
    { id: 'search', name: 'Search by name', group: 'Events', keys: ['/'], icon: Search, run: () => search.current?.focus() },
    { id: 'follow', name: 'Pause or follow', group: 'Events', keys: ['f'], icon: Pause, run: () => setIsFollowing((is) => !is) },
    { id: 'refresh', name: 'Read the list again', group: 'Events', keys: ['r'], icon: RefreshCw, run: refresh },
    { id: 'rows', name: 'Go from event to event', group: 'Events', keys: ['ArrowDown', 'ArrowUp', 'j', 'k'] },
  ])
  const isFiltered = writeEventFilter(filter).size > 0
  return (
    <div className={styles.page}>
      <LogsHead title="Events" isFollowing={isFollowing} heldCount={heldCount} onFollow={setIsFollowing} />
      <search className={styles.bar}>
        <div className={styles.search}>
          <SearchField
            ref={search}
            label="Name, or the beginning of names: order.*"
            shortcut="/"
            value={typed.text}
            onChange={typed.type}
          />
        </div>
        <div className={styles.choice}>
          <Select label="Heard by" isLabelHidden options={choices} value={filter.workflow} onChange={(workflow) => ask({ workflow })} />
        </div>
        <div className={styles.choice}>
          <SpanSelect value={filter.since} onChange={(since) => ask({ since })} />
        </div>
        {isFiltered && (
          <Button look="quiet" icon={X} onClick={() => ask(noEventFilter)}>
            Clear
          </Button>
        )}
      </search>
      {error !== null && <Failure error={error} onRetry={refresh} />}
      {isLoading && error === null && <Loading what="the events" />}
      {items.length > 0 && (
        <TailTable {...{ items, columns, openId, hasMore, loadMore }} label="Events" idOf={idOf} onOpen={setOpenId} onTop={setIsAtTop} />
      )}
      {open !== undefined && <EventDetail event={open} names={names} onClose={() => setOpenId(undefined)} />}
      {!isLoading && error === null && items.length === 0 && <NothingTold isFiltered={isFiltered} onClear={() => ask(noEventFilter)} />}
    </div>
  )
}

const idOf = ({ id }: ShownEvent) => id

function columnsOf(names: ReadonlyMap<string, string>): readonly TailColumn<ShownEvent>[] {
  return [
    timeColumn,
    { title: 'Came of it', width: '160px', cell: (event) => <span className={styles.soft}>{outcomeOf(event)}</span> },
    { title: 'Name', width: 'minmax(0, 2fr)', cell: ({ name }) => <span className={styles.said}>{name}</span> },
    {
      title: 'Sent by',
      width: 'minmax(0, 2fr)',
      isExtra: true,
      cell: (event) => <span className={styles.soft}>{senderOf(event, names)}</span>,
    },
  ]
}

function senderOf({ source: { workflowId, step, by } }: ShownEvent, names: ReadonlyMap<string, string>): string {
  if (workflowId === undefined) return by ?? 'from outside'
  const name = names.get(workflowId) ?? workflowId
  return step === undefined ? `the end of ${name}` : `${name}: ${step}`
}

function outcomeOf({ isDelivered, received, firings }: ShownEvent): string {
  if (!isDelivered) return 'On its way'
  const started = firings.filter(({ outcome }) => outcome === 'started').length
  const parts = [
    ...(started > 0 ? [`${started} started`] : []),
    ...(received > 0 ? [`${received} received`] : []),
    ...(firings.length > started ? [`${firings.length - started} failed`] : []),
  ]
  return parts.join(', ') || 'Nobody heard it'
}

const snippet = `tell:
  type: event.emit
  with: { name: order.paid, data: { id: 17, total: 120 } }`

function NothingTold({ isFiltered, onClear }: { readonly isFiltered: boolean; readonly onClear: () => void }) {
  if (isFiltered) {
    return (
      <Empty icon={Radio} title="Nothing fits" actions={<Button onClick={onClear}>Clear filters</Button>}>
        No event fits all of these filters. A star at the end of a name stands for all that begin so: <code>order.*</code>.
      </Empty>
    )
  }
  return (
    <Empty icon={Radio} title="Nothing has been told yet">
      Workflows tell each other what has happened by events; what listens for one starts. A node of type <code>event.emit</code> sends one,
      and triggers of type <code>event</code> hear it.
      <div className={styles.snippet}>
        <CodeBlock code={snippet} what="a node that sends an event" />
      </div>
    </Empty>
  )
}
