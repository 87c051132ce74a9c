import { useQuery } from '@tanstack/react-query'
import { Search, SlidersHorizontal, X } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { type ExecutionFilter, isFiltered, isSpan, noFilter } from './execution-filter.ts'
import styles from './filter-bar.module.css'

const statuses = ['running', 'waiting', 'queued', 'paused', 'success', 'failed', 'timed_out', 'crashed', 'canceled'] as const

const triggerTypes = [
  'webhook',
  'schedule',
  'manual',
  'event',
  'table',
  'form',
  'chat',
  'function',
  'poll',
  'email',
  'file',
  'workflow',
  'error',
  'call',
] as const

const spans = [
  ['', 'All time'],
  ['1h', 'Last hour'],
  ['24h', 'Last 24 hours'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
] as const

interface FilterBarProps {
  readonly filter: ExecutionFilter
  readonly onChange: (filter: ExecutionFilter) => void
}

export function FilterBar({ filter, onChange }: FilterBarProps) {
  const [isMore, setIsMore] = useState(
    () => filter.from + filter.to + filter.minDuration + filter.maxDuration + filter.version + filter.key !== '',
  )
  const moreId = useId()
  const set = (part: Partial<ExecutionFilter>) => onChange({ ...filter, ...part })
  const { data: workflows } = useQuery({
    queryKey: ['workflow-names'],
    queryFn: ({ signal }) => call('GET /api/v1/workflows', { query: { limit: 200 }, signal }),
  })

  return (
    <search className={styles.bar}>
      <div className={styles.line}>
        <SearchField value={filter.search} onChange={(search) => set({ search })} />
        <select aria-label="Workflow" value={filter.workflow} onChange={({ target }) => set({ workflow: target.value })}>
          <option value="">All workflows</option>
          {filter.workflow !== '' && !workflows?.items.some(({ id }) => id === filter.workflow) && <option>{filter.workflow}</option>}
          {workflows?.items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name ?? id}
            </option>
          ))}
        </select>
        <select aria-label="Trigger" value={filter.trigger} onChange={({ target }) => set({ trigger: target.value })}>
          <option value="">All triggers</option>
          {triggerTypes.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </select>
        <select aria-label="Time" value={filter.since} onChange={({ target }) => set({ since: target.value })}>
          {spans.map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
        <Button look="quiet" icon={SlidersHorizontal} aria-expanded={isMore} aria-controls={moreId} onClick={() => setIsMore(!isMore)}>
          More
        </Button>
        {isFiltered(filter) && (
          <Button look="quiet" icon={X} onClick={() => onChange(noFilter)}>
            Clear
          </Button>
        )}
      </div>
      <fieldset className={styles.statuses}>
        <legend className={styles.unseen}>Status</legend>
        {statuses.map((status) => (
          <label key={status} data-checked={filter.status.includes(status)}>
            <input
              type="checkbox"
              checked={filter.status.includes(status)}
              onChange={() => set({ status: toggled(filter.status, status) })}
            />
            <StatusMark status={status} />
          </label>
        ))}
      </fieldset>
      {isMore && <MoreFilters id={moreId} filter={filter} set={set} />}
    </search>
  )
}

interface MoreFiltersProps {
  readonly id: string
  readonly filter: ExecutionFilter
  readonly set: (part: Partial<ExecutionFilter>) => void
}

function MoreFilters({ id, filter, set }: MoreFiltersProps) {
  const times = [
    ['Started after', 'from'],
    ['Started before', 'to'],
  ] as const
  const spansOf = [
    ['Took at least', 'minDuration'],
    ['Took at most', 'maxDuration'],
  ] as const
  return (
    <div id={id} className={styles.more}>
      {times.map(([label, name]) => (
        <label key={name}>
          {label}
          <input
            type="datetime-local"
            value={filter[name]}
            disabled={filter.since !== ''}
            onChange={({ target }) => set({ [name]: target.value })}
          />
        </label>
      ))}
      {spansOf.map(([label, name]) => (
        <label key={name}>
          {label}
          <input
            value={filter[name]}
            placeholder="10s"
            aria-invalid={filter[name] !== '' && !isSpan(filter[name])}
            title="A duration such as 500ms, 10s or 5m"
            onChange={({ target }) => set({ [name]: target.value })}
          />
        </label>
      ))}
      <label>
        Version
        <input type="number" min={1} value={filter.version} onChange={({ target }) => set({ version: target.value })} />
      </label>
      <label>
        Key of the limit
        <input value={filter.key} placeholder="customer=42" onChange={({ target }) => set({ key: target.value })} />
      </label>
    </div>
  )
}

interface SearchFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** Asked for when the typing stops for a moment, so that not every letter is a search. `/` leads here from anywhere on the page. */
function SearchField({ value, onChange }: SearchFieldProps) {
  const [typed, setTyped] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const change = useRef(onChange)
  change.current = onChange
  useEffect(() => setTyped(value), [value])
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => change.current(typed), 250)
    return () => clearTimeout(timer)
  }, [typed, value])
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [])
  return (
    <label className={styles.search}>
      <Search size={16} aria-hidden />
      <input
        ref={field}
        type="search"
        value={typed}
        aria-label="Search in all recorded data"
        placeholder="Search in all recorded data  /"
        onChange={({ target }) => setTyped(target.value)}
      />
    </label>
  )
}

function toggled(list: readonly string[], one: string): readonly string[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one]
}
