import { useEffect, useRef } from 'react'
import { useTriggerTypes } from '../api/use-trigger-types.ts'
import list from '../design/list-table.module.css'
import { RelativeTime } from '../design/relative-time.tsx'
import { RowGap } from '../design/row-gap.tsx'
import { StatusMark } from '../design/status-mark.tsx'
import { useRowWindow } from '../design/use-row-window.ts'
import { walkRows } from '../design/walk-rows.ts'
import { TriggerIcons } from './trigger-icons.tsx'
import { TriggerState } from './trigger-state.tsx'
import styles from './trigger-table.module.css'
import type { ShownTrigger } from './use-triggers.ts'

interface TriggerTableProps {
  readonly triggers: readonly ShownTrigger[]
  readonly chosen: string | undefined
  onChoose(key: string): void
}

/** One line each; what one is told in full stands beside the list. */
export function TriggerTable({ triggers, chosen, onChoose }: TriggerTableProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const { from, to, before, after, show } = useRowWindow(triggers.length, scroller)
  const chosenPlace = triggers.findIndex(({ key }) => key === chosen)
  // Of an address that names one: it may be far down.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another one is chosen, not whenever the list is read again.
  useEffect(() => {
    if (chosenPlace >= 0) show(chosenPlace)
  }, [chosen])
  return (
    <div ref={scroller} className={list.scroller}>
      <table className={`${list.table} ${styles.list}`} aria-rowcount={triggers.length + 1}>
        <thead className={`${list.head} ${styles.head}`}>
          <tr>
            <th scope="col">Trigger</th>
            <th scope="col">State</th>
            <th scope="col">Last</th>
            <th scope="col">Next</th>
          </tr>
        </thead>
        {/* One looks through them: each that one comes to is chosen. */}
        <tbody onKeyDown={(event) => walkRows(event)?.click()}>
          <RowGap height={before} />
          {triggers.slice(from, to).map((trigger, index) => (
            <Row
              key={trigger.key}
              row={from + index + 2}
              trigger={trigger}
              isChosen={trigger.key === chosen}
              onChoose={() => onChoose(trigger.key)}
            />
          ))}
          <RowGap height={after} />
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  /** Its place in the whole table, from 1. */
  readonly row: number
  readonly trigger: ShownTrigger
  readonly isChosen: boolean
  onChoose(): void
}

function Row({ row, trigger, isChosen, onChoose }: RowProps) {
  const { type, name, triggerId, workflowName, about, last, nextAt } = trigger
  const title = useTriggerTypes().get(type)?.title ?? type
  return (
    <tr className={`${list.row} ${styles.row}`} aria-rowindex={row} data-chosen={isChosen}>
      <td className={styles.trigger}>
        <div className={list.title}>
          <TriggerIcons types={[type]} />
          <div className={list.words}>
            <button type="button" className={styles.name} aria-pressed={isChosen} onClick={onChoose} data-row-link>
              {workflowName} <span className={styles.own}>{name ?? triggerId}</span>
            </button>
            <p className={styles.about}>{about === '' ? title : `${title}: ${about}`}</p>
          </div>
        </div>
      </td>
      <td className={styles.cell}>
        <TriggerState trigger={trigger} />
      </td>
      <td className={styles.cell}>
        {last === undefined ? (
          <span className={styles.nothing}>–</span>
        ) : (
          <span className={styles.last}>
            <StatusMark status={last.status} isSmall />
            <RelativeTime at={last.at} />
          </span>
        )}
      </td>
      <td className={styles.cell}>{nextAt === undefined ? <span className={styles.nothing}>–</span> : <RelativeTime at={nextAt} />}</td>
    </tr>
  )
}
