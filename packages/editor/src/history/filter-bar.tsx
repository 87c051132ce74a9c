import { SlidersHorizontal, X } from 'lucide-react'
import { type Ref, useId, useState } from 'react'
import { useWorkflowChoices } from '../api/use-workflow-choices.ts'
import { Button } from '../design/button.tsx'
import { SearchField } from '../design/search-field.tsx'
import { Select } from '../design/select.tsx'
import { SpanSelect } from '../design/span-select.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { Unseen } from '../design/unseen.tsx'
import { useTyped } from '../design/use-typed.ts'
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
]

const triggers = [{ value: '', label: 'All triggers' }, ...triggerTypes.map((type) => ({ value: type, label: type }))]

const runs = [
  { value: '', label: 'All runs' },
  { value: 'false', label: 'Without test runs' },
  { value: 'true', label: 'Test runs' },
]

interface FilterBarProps {
  readonly filter: ExecutionFilter
  readonly searchRef: Ref<HTMLInputElement>
  readonly onChange: (filter: ExecutionFilter) => void
}

export function FilterBar({ filter, searchRef, onChange }: FilterBarProps) {
  const [isMore, setIsMore] = useState(
    () => filter.from + filter.to + filter.minDuration + filter.maxDuration + filter.version + filter.key + filter.test !== '',
  )
  const moreId = useId()
  const set = (part: Partial<ExecutionFilter>) => onChange({ ...filter, ...part })
  const workflows = useWorkflowChoices(filter.workflow)
  const search = useTyped(filter.search, (text) => set({ search: text }))

  return (
    <search className={styles.bar} data-more={isMore}>
      <div className={styles.line}>
        <div className={styles.search}>
          <SearchField ref={searchRef} label="Search in all recorded data" shortcut="/" value={search.text} onChange={search.type} />
        </div>
        <div className={styles.choice}>
          <Select label="Workflow" isLabelHidden options={workflows} value={filter.workflow} onChange={(workflow) => set({ workflow })} />
        </div>
        <div className={styles.choice}>
          <Select label="Trigger" isLabelHidden options={triggers} value={filter.trigger} onChange={(trigger) => set({ trigger })} />
        </div>
        <div className={styles.choice}>
          <SpanSelect value={filter.since} onChange={(since) => set({ since })} />
        </div>
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
        <legend>
          <Unseen>Status</Unseen>
        </legend>
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
      <div className={styles.choice}>
        <Select label="Runs" options={runs} value={filter.test} onChange={(test) => set({ test })} />
      </div>
      <label>
        Key of the limit
        <input value={filter.key} placeholder="customer=42" onChange={({ target }) => set({ key: target.value })} />
      </label>
    </div>
  )
}

function toggled(list: readonly string[], one: string): readonly string[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one]
}
