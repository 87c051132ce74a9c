import { compareValues, type Difference, isJsonObject, type Json } from '@millrace/engine'
import { useMemo } from 'react'
import { pathText } from '../model/value-tree.ts'
import styles from './value-differences.module.css'
import { contrastTexts } from './value-preview.ts'

interface ValueDifferencesProps {
  readonly before: Json | undefined
  readonly after: Json | undefined
  readonly what: string
}

const mostShown = 100

/** Two values, told by the places at which they differ. */
export function ValueDifferences({ before, after, what }: ValueDifferencesProps) {
  const found = useMemo(() => compareValues(before ?? emptyFor(after), after ?? emptyFor(before), mostShown + 1), [before, after])
  if (before === undefined && after === undefined) return <p className={styles.soft}>Neither of the two has recorded any {what}.</p>
  if (found.length === 0) return <p className={styles.soft}>The {what} is the same in both.</p>
  return (
    <div className={styles.scroller}>
      <table className={styles.values}>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, mostShown).map((difference) => (
            <Line key={JSON.stringify(difference.path)} difference={difference} what={what} />
          ))}
        </tbody>
      </table>
      {found.length > mostShown && <p className={styles.soft}>… and more: shown are the first {mostShown}.</p>}
    </div>
  )
}

/** What is on one side alone is told field by field too. */
function emptyFor(other: Json | undefined): Json | undefined {
  return isJsonObject(other) ? {} : undefined
}

function Line({ difference: { path, before, after }, what }: { readonly difference: Difference; readonly what: string }) {
  const [a, b] = contrastTexts(before, after)
  return (
    <tr>
      <th scope="row">
        <code>{path.length === 0 ? what : pathText('', path).replace(/^\./, '')}</code>
      </th>
      <td data-side="a">{before === undefined ? '' : a}</td>
      <td data-side="b">{after === undefined ? '' : b}</td>
    </tr>
  )
}
