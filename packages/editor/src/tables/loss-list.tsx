import { TriangleAlert } from 'lucide-react'
import type { TableChanged } from '../api/api-schema.ts'
import styles from './loss-list.module.css'

/** What values a change of columns would cost, and of which records. */
export function LossList({ losses }: Pick<TableChanged, 'losses'>) {
  return (
    <div className={styles.losses} role="alert">
      {losses.map(({ change, count, examples, isDiscardable }) => (
        <section key={JSON.stringify(change)}>
          <p className={styles.head}>
            <TriangleAlert size={16} aria-hidden />
            {wordsOf(change)}: {count === 1 ? '1 record stands' : `${count.toLocaleString()} records stand`} against it.
            {!isDiscardable && ' Mend them first; the change is not possible before.'}
          </p>
          <ul className={styles.examples}>
            {examples.map(({ id, value }) => (
              <li key={id}>
                <code>{id}</code> {shortText(value)}
              </li>
            ))}
            {count > examples.length && <li>…</li>}
          </ul>
        </section>
      ))}
    </div>
  )
}

function wordsOf(change: TableChanged['losses'][number]['change']): string {
  switch (change.type) {
    case 'remove':
      return `${change.column} is removed`
    case 'retype':
      return `${change.column} becomes ${change.to}`
    case 'set':
      return `${change.column} is set otherwise`
    default:
      return change.type
  }
}

function shortText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null'
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}
