import { ArrowRight, ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { Checkbox } from '../../design/checkbox.tsx'
import { counted } from '../../model/tables/parse-import.ts'
import { typeLooks } from '../type-looks.ts'
import styles from './review-class.module.css'
import type { ParseClass } from './use-review.ts'

interface ReviewClassProps {
  readonly reviewed: ParseClass
  /** Those that are not said of every class. */
  readonly notes: readonly string[]
  readonly isChosen: boolean
  onChoose(isChosen: boolean): void
}

/** One class: the table that it becomes, with how many records, and its columns for whoever wants to see them. */
export function ReviewClass({ reviewed, notes, isChosen, onChoose }: ReviewClassProps) {
  const { class: name, table, records, existing, columns } = reviewed
  const [isOpen, setIsOpen] = useState(false)
  const columnsId = useId()
  const Chevron = isOpen ? ChevronDown : ChevronRight
  const noted = columns.filter(({ note }) => note !== undefined).length
  return (
    <li className={styles.class} data-chosen={isChosen}>
      <div className={styles.line}>
        <Checkbox label={name} isChecked={isChosen} onChange={onChoose} />
        <span className={styles.table}>
          <ArrowRight size={14} aria-hidden />
          <code>{table}</code>
        </span>
        <span className={styles.count}>{counted(records ?? 0, 'record')}</span>
        <button type="button" className={styles.open} aria-expanded={isOpen} aria-controls={columnsId} onClick={() => setIsOpen(!isOpen)}>
          <Chevron size={16} aria-hidden />
          {counted(columns.length, 'column')}
          {noted > 0 && ` · ${counted(noted, 'note')}`}
        </button>
      </div>
      {(existing !== null || notes.length > 0) && (
        <ul className={styles.notes}>
          {existing !== null && <li>{existingText(table ?? '', existing)}</li>}
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div id={columnsId} className={styles.details} hidden={!isOpen}>
        {isOpen && <Columns reviewed={reviewed} />}
      </div>
    </li>
  )
}

/** A record that has come before has the same id again: it is brought up to date. */
function existingText(table: string, existing: number): string {
  if (existing === 0) return `There is a table ${table} already, without records.`
  return `${table} has ${counted(existing, 'record')} already: what came from here before is brought up to date, the others stay.`
}

function Columns({ reviewed: { class: name, columns } }: { readonly reviewed: ParseClass }) {
  return (
    <table className={styles.columns} aria-label={`Columns of ${name}`}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Column</th>
          <th scope="col">Type</th>
          <th scope="col">Note</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => {
          const { icon: Icon, name: typeName } = typeLooks[column.type]
          return (
            <tr key={column.name}>
              <td>
                <code>{column.from}</code>
              </td>
              <td>
                <code>{column.name}</code>
              </td>
              <td>
                <span className={styles.type}>
                  <Icon size={14} aria-hidden />
                  {typeName}
                  {column.table !== undefined && ` → ${column.table}`}
                </span>
              </td>
              <td className={styles.note}>{column.note}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
