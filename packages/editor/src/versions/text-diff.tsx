import { UnfoldVertical } from 'lucide-react'
import { Fragment, useMemo, useState } from 'react'
import { Unseen } from '../design/unseen.tsx'
import { foldSame, type LineRow, lineRows, type TextLine } from '../model/versions/line-rows.ts'
import styles from './text-diff.module.css'

interface TextDiffProps {
  readonly left: string
  readonly right: string
  readonly leftName: string
  readonly rightName: string
}

/** Two texts beside each other, line by line; what is the same is folded until somebody wants to read it. */
export function TextDiff({ left, right, leftName, rightName }: TextDiffProps) {
  const stretches = useMemo(() => foldSame(lineRows(left, right)), [left, right])
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  let line = 0
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <section className={styles.scroll} tabIndex={0} aria-label="Both texts">
      <table className={styles.table}>
        <colgroup>
          <col className={styles.numbers} />
          <col />
          <col className={styles.numbers} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              {leftName}
            </th>
            <th scope="col" colSpan={2}>
              {rightName}
            </th>
          </tr>
        </thead>
        <tbody>
          {stretches.map(({ kind, rows }) => {
            const start = line
            line += rows.length
            if (kind === 'folded' && !opened.has(start))
              return <Folded key={start} count={rows.length} onOpen={() => setOpened(new Set([...opened, start]))} />
            return (
              <Fragment key={start}>
                {rows.map((row) => (
                  <Row key={`${row.left?.number} ${row.right?.number}`} row={row} />
                ))}
              </Fragment>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function Folded({ count, onOpen }: { readonly count: number; onOpen(): void }) {
  return (
    <tr className={styles.folded}>
      <td colSpan={4}>
        <button type="button" onClick={onOpen}>
          <UnfoldVertical size={14} aria-hidden />
          {count} lines are the same
        </button>
      </td>
    </tr>
  )
}

function Row({ row: { kind, left, right } }: { readonly row: LineRow }) {
  return (
    <tr>
      <Half line={left} look={kind === 'same' ? 'same' : left === undefined ? 'none' : 'removed'} />
      <Half line={right} look={kind === 'same' ? 'same' : right === undefined ? 'none' : 'added'} />
    </tr>
  )
}

interface HalfProps {
  readonly line: TextLine | undefined
  readonly look: 'same' | 'added' | 'removed' | 'none'
}

function Half({ line, look }: HalfProps) {
  return (
    <>
      <td className={styles.number} data-look={look}>
        {line?.number}
      </td>
      <td className={styles.line} data-look={look}>
        {look === 'removed' && <Unseen>removed: </Unseen>}
        {look === 'added' && <Unseen>added: </Unseen>}
        {line !== undefined && <Words line={line} />}
      </td>
    </>
  )
}

function Words({ line: { text, differs } }: { readonly line: TextLine }) {
  if (differs === undefined) return text
  const [from, to] = differs
  return (
    <>
      {text.slice(0, from)}
      <mark>{text.slice(from, to)}</mark>
      {text.slice(to)}
    </>
  )
}
