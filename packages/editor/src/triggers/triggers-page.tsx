import { Search, Zap } from 'lucide-react'
import { useRef } from 'react'
import { Link, useSearchParams } from 'react-router'
import { useTriggerTypes } from '../api/use-trigger-types.ts'
import { Button } from '../design/button.tsx'
import { Empty } from '../design/empty.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { SearchField } from '../design/search-field.tsx'
import { Select } from '../design/select.tsx'
import { SplitPane } from '../design/split-pane.tsx'
import { useActions } from '../shell/actions.ts'
import { useTitle } from '../shell/use-title.ts'
import { TriggerDetails } from './trigger-details.tsx'
import { fits, type TriggerFilter } from './trigger-filter.ts'
import { TriggerTable } from './trigger-table.tsx'
import styles from './triggers-page.module.css'
import { type ShownTrigger, useTriggers } from './use-triggers.ts'

/** What starts executions: every trigger of what is published, and what can be done with it. */
export function TriggersPage() {
  const [address, setAddress] = useSearchParams()
  const search = useRef<HTMLInputElement>(null)
  const { items, error, readAgain } = useTriggers()
  const filter = { search: address.get('search') ?? '', type: address.get('type') ?? '' }
  const chosen = items?.find(({ key }) => key === address.get('trigger'))

  function show(change: Partial<TriggerFilter & { trigger: string }>) {
    const fields = { trigger: address.get('trigger') ?? '', ...filter, ...change }
    setAddress(
      Object.entries(fields).filter(([, value]) => value !== ''),
      { replace: true },
    )
  }
  useTitle('Triggers')
  useActions([
    { id: 'search', name: 'Search the list', group: 'Triggers', keys: ['/'], icon: Search, run: () => search.current?.focus() },
    { id: 'rows', name: 'Go from trigger to trigger', group: 'Triggers', keys: ['ArrowDown', 'ArrowUp', 'j', 'k'] },
  ])

  const list = (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Triggers</h1>
        {items !== undefined && <span className={styles.count}>{items.length}</span>}
      </header>
      {error !== null && <Failure error={error} onRetry={readAgain} />}
      {items === undefined && error === null && <Loading what="the triggers" />}
      {items?.length === 0 && <NothingStarts />}
      {items !== undefined && items.length > 0 && (
        <>
          <div className={styles.bar}>
            <div className={styles.search}>
              <SearchField
                ref={search}
                label="Search triggers"
                shortcut="/"
                value={filter.search}
                onChange={(search) => show({ search })}
              />
            </div>
            <TypeSelect triggers={items} value={filter.type} onChange={(type) => show({ type })} />
          </div>
          <Shown
            triggers={items.filter((trigger) => fits(trigger, filter))}
            chosen={chosen?.key}
            onChoose={(trigger) => show({ trigger })}
            onShowAll={() => show({ search: '', type: '' })}
          />
        </>
      )}
    </div>
  )
  return (
    <SplitPane
      id="triggers"
      label="Width of the details"
      sized="second"
      initial={440}
      min={320}
      max={800}
      first={list}
      second={chosen && <TriggerDetails key={chosen.key} trigger={chosen} onClose={() => show({ trigger: '' })} />}
    />
  )
}

interface ShownProps {
  readonly triggers: readonly ShownTrigger[]
  readonly chosen: string | undefined
  onChoose(key: string): void
  onShowAll(): void
}

function Shown({ triggers, chosen, onChoose, onShowAll }: ShownProps) {
  if (triggers.length > 0) return <TriggerTable triggers={triggers} chosen={chosen} onChoose={onChoose} />
  return (
    <Empty icon={Search} title="Nothing fits" actions={<Button onClick={onShowAll}>Show all triggers</Button>}>
      Names, types, addresses and times are searched.
    </Empty>
  )
}

function NothingStarts() {
  return (
    <Empty icon={Zap} title="Nothing starts by itself yet">
      A trigger starts a workflow: a call, the clock, a form, a new mail or record. Publish one of{' '}
      <Link to="/workflows">your workflows</Link>, and its triggers stand here with their addresses and next times.
    </Empty>
  )
}

interface TypeSelectProps {
  readonly triggers: readonly ShownTrigger[]
  readonly value: string
  onChange(type: string): void
}

/** Only the types that there are. */
function TypeSelect({ triggers, value, onChange }: TypeSelectProps) {
  const known = useTriggerTypes()
  const types = [...new Set(triggers.map(({ type }) => type))].map((type) => ({ value: type, label: known.get(type)?.title ?? type }))
  const options = [{ value: '', label: 'All types' }, ...types.toSorted((one, other) => one.label.localeCompare(other.label))]
  return (
    <div className={styles.type}>
      <Select label="Type" isLabelHidden value={value} options={options} onChange={onChange} />
    </div>
  )
}
