import { Braces, ListFilter, Plus, X } from 'lucide-react'
import { type Ref, useEffect, useState } from 'react'
import { Button } from '../design/button.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { SearchField } from '../design/search-field.tsx'
import { Segmented } from '../design/segmented.tsx'
import { Select } from '../design/select.tsx'
import { TextArea } from '../design/text-area.tsx'
import { TextField } from '../design/text-field.tsx'
import { useTyped } from '../design/use-typed.ts'
import type { Column } from '../model/tables/column.ts'
import { type Filter, type FilterRow, newRow, operatorsOf, readWhere, rowMistake, takesText, toWhere } from '../model/tables/filter.ts'
import styles from './record-bar.module.css'
import { parseWhere } from './record-filter.ts'

interface RecordBarProps {
  readonly columns: readonly Column[]
  readonly search: string
  /** A condition, as JSON. */
  readonly where: string
  readonly searchRef: Ref<HTMLInputElement>
  readonly isOpen: boolean
  onOpen(isOpen: boolean): void
  onSearch(text: string): void
  onWhere(text: string): void
}

const none: Filter = { how: 'all', rows: [] }

/** What of the records is shown: by words, by conditions in rows, or by a condition as the API takes it. */
export function RecordBar({ columns, search, where, searchRef, isOpen, onOpen, onSearch, onWhere }: RecordBarProps) {
  const words = useTyped(search, onSearch)
  const asked = parseWhere(where)
  const read = asked === undefined ? (where === '' ? none : undefined) : readWhere(asked, columns)
  const [isText, setIsText] = useState(false)
  const count = read?.rows.length ?? 1
  return (
    <div className={styles.bar}>
      <div className={styles.line}>
        <div className={styles.search}>
          <SearchField ref={searchRef} label="Search records" shortcut="/" value={words.text} onChange={words.type} />
        </div>
        <Button look="quiet" icon={ListFilter} aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
          Filter{count > 0 && <span className={styles.count}>{count}</span>}
        </Button>
        {(where !== '' || search !== '') && (
          <Button
            look="quiet"
            icon={X}
            onClick={() => {
              onWhere('')
              words.type('')
              onOpen(false)
            }}
          >
            Clear
          </Button>
        )}
      </div>
      {isOpen &&
        (isText || read === undefined ? (
          <WhereText where={where} canBeRows={read !== undefined} onRows={() => setIsText(false)} onWhere={onWhere} />
        ) : (
          <FilterRows columns={columns} read={read} where={where} onText={() => setIsText(true)} onWhere={onWhere} />
        ))}
    </div>
  )
}

interface FilterRowsProps {
  readonly columns: readonly Column[]
  readonly read: Filter
  readonly where: string
  onText(): void
  onWhere(text: string): void
}

function FilterRows({ columns, read, where, onText, onWhere }: FilterRowsProps) {
  const [filter, setFilter] = useState(() => (read.rows.length > 0 ? read : firstRow(columns)))
  const current = textOf(filter, columns)
  // Another address, as of the way back: what is asked for now is what stands here.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the address says something else than the rows.
  useEffect(() => {
    if (where !== current) setFilter(read)
  }, [where])
  function set(next: Filter) {
    setFilter(next)
    onWhere(textOf(next, columns))
  }
  const { how, rows } = filter
  return (
    <fieldset className={styles.rows} aria-label="Conditions">
      {rows.length > 1 && (
        <Segmented
          label="How they go together"
          choices={[
            { value: 'all', name: 'All hold' },
            { value: 'any', name: 'Any holds' },
          ]}
          value={how}
          onChange={(next) => set({ ...filter, how: next })}
        />
      )}
      {rows.map((row, index) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name; what stands at a place is what is edited
          key={index}
          label={`Condition ${index + 1}`}
          columns={columns}
          row={row}
          onChange={(next) => set({ ...filter, rows: rows.with(index, next) })}
          onRemove={() => set({ ...filter, rows: rows.toSpliced(index, 1) })}
        />
      ))}
      <div className={styles.line}>
        <Button look="quiet" icon={Plus} onClick={() => setFilter({ ...filter, rows: [...rows, ...firstRow(columns).rows] })}>
          Condition
        </Button>
        <Button look="quiet" icon={Braces} onClick={onText}>
          As JSON
        </Button>
      </div>
    </fieldset>
  )
}

function firstRow(columns: readonly Column[]): Filter {
  const [first] = columns
  return { how: 'all', rows: first === undefined ? [] : [newRow(first)] }
}

function textOf(filter: Filter, columns: readonly Column[]): string {
  const where = toWhere(filter, columns)
  return where === undefined ? '' : JSON.stringify(where)
}

interface RowProps {
  readonly label: string
  readonly columns: readonly Column[]
  readonly row: FilterRow
  onChange(row: FilterRow): void
  onRemove(): void
}

function Row({ label, columns, row, onChange, onRemove }: RowProps) {
  const column = columns.find(({ name }) => name === row.column)
  const operators = column === undefined ? [] : operatorsOf(column)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has a legend; this is one line of a form.
    <div className={styles.row} role="group" aria-label={label}>
      <div className={styles.column}>
        <Select
          label={`Column of ${label}`}
          isLabelHidden
          options={columns.map(({ name }) => ({ value: name, label: name }))}
          value={row.column}
          onChange={(name) => {
            const next = columns.find((one) => one.name === name)
            if (next === undefined) return
            const fits = operatorsOf(next).some(({ value }) => value === row.operator) && next.type === column?.type
            onChange(fits ? { ...row, column: name } : newRow(next))
          }}
        />
      </div>
      <div className={styles.operator}>
        <Select
          label={`Test of ${label}`}
          isLabelHidden
          options={operators}
          value={row.operator}
          onChange={(operator) => onChange({ ...row, operator })}
        />
      </div>
      <div className={styles.value}>
        {takesText(row.operator) && column !== undefined && (
          <Value label={label} column={column} columns={columns} row={row} onChange={onChange} />
        )}
      </div>
      <IconButton icon={X} label={`Remove ${label}`} onClick={onRemove} />
    </div>
  )
}

const answers = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
] as const

function Value({ label, column, columns, row, onChange }: Omit<RowProps, 'onRemove'> & { readonly column: Column }) {
  const { text, type } = useTyped(row.text, (next) => onChange({ ...row, text: next }))
  const field = { label: `Value of ${label}`, isLabelHidden: true, mistake: rowMistake(row, columns) }
  if (column.type === 'boolean') {
    return (
      <Select
        {...field}
        options={answers}
        value={answers.find(({ value }) => value === row.text)?.value ?? null}
        onChange={(next) => onChange({ ...row, text: next })}
      />
    )
  }
  return <TextField {...field} value={text} onChange={type} placeholder={column.type === 'date' ? '2027-03-01 09:30' : 'a value'} />
}

interface WhereTextProps {
  readonly where: string
  readonly canBeRows: boolean
  onRows(): void
  onWhere(text: string): void
}

/** For conditions that rows cannot say; docs/tables.md has all of them. */
function WhereText({ where, canBeRows, onRows, onWhere }: WhereTextProps) {
  const { text, type } = useTyped(where, onWhere)
  return (
    <div className={styles.rows}>
      <TextArea
        label="Condition, as the API takes it"
        isCode
        lines={3}
        value={text}
        placeholder={'{ "age": { "greaterThan": 30 }, "or": [{ "city": "Rome" }, { "city": null }] }'}
        mistake={text !== '' && parseWhere(text) === undefined ? 'This is not a JSON object yet.' : undefined}
        onChange={type}
      />
      {canBeRows && (
        <div>
          <Button look="quiet" icon={ListFilter} onClick={onRows}>
            As rows
          </Button>
        </div>
      )}
    </div>
  )
}
