import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight, Zap } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Execution, Step } from '../api/api-schema.ts'
import { durationText } from '../design/duration-text.ts'
import { StatusMark } from '../design/status-mark.tsx'
import { type TimelineRow, timelineOf } from '../model/timeline.ts'
import { useActions } from '../shell/actions.ts'
import styles from './waterfall.module.css'

const rowHeight = 32

interface WaterfallProps {
  readonly execution: Execution
  /** The path of a step; empty for what started it. */
  readonly selected: string
  readonly folded: ReadonlySet<string>
  readonly onSelect: (path: string) => void
  readonly onFold: (folded: ReadonlySet<string>) => void
}

/** What ran when: a line for each step, with bars for its attempts and waits. Arrow keys go along; left and right fold. */
export function Waterfall({ execution, selected, folded, onSelect, onFold }: WaterfallProps) {
  const { steps, status, finishedAt } = execution
  const now = useNow(finishedAt === undefined)
  const { rows, spanMs } = useMemo(() => timelineOf(steps, folded, now), [steps, folded, now])
  const scroller = useRef<HTMLDivElement>(null)
  const drawn = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  })
  const current = rows.findIndex(({ id }) => id === selected)
  useActions([
    { id: 'steps.go', name: 'Go from step to step', group: 'Steps', keys: ['ArrowDown', 'ArrowUp'] },
    { id: 'steps.fold', name: 'Fold and unfold what is inside a step', group: 'Steps', keys: ['ArrowLeft', 'ArrowRight'] },
  ])

  function fold(id: string, isFolded: boolean) {
    const next = new Set(folded)
    if (isFolded) next.add(id)
    else next.delete(id)
    onFold(next)
  }

  function go(index: number) {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (index < 0) onSelect('')
    else if (row !== undefined) onSelect(row.id)
    if (index >= 0) drawn.scrollToIndex(Math.min(rows.length - 1, index))
  }

  function onKey(event: KeyboardEvent) {
    const row = rows[current]
    if (event.key === 'ArrowDown') go(current + 1)
    else if (event.key === 'ArrowUp') go(current - 1)
    else if (event.key === 'Home') go(-1)
    else if (event.key === 'End') go(rows.length - 1)
    else if (event.key === 'ArrowLeft' && row !== undefined) fold(row.id, true)
    else if (event.key === 'ArrowRight' && row !== undefined) fold(row.id, false)
    else return
    event.preventDefault()
  }

  return (
    <section className={styles.waterfall} aria-label="Steps">
      <div className={styles.head}>
        <h2>{steps.length === 1 ? '1 step' : `${steps.length} steps`}</h2>
        <span>{spanMs > 0 ? durationText(spanMs) : ''}</span>
      </div>
      <div ref={scroller} className={styles.scroller}>
        <div
          role="tree"
          aria-label="Steps"
          tabIndex={0}
          aria-activedescendant={current < 0 ? 'step-start' : `step-${current}`}
          className={styles.tree}
          onKeyDown={onKey}
        >
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its lines */}
          <div
            id="step-start"
            role="treeitem"
            tabIndex={-1}
            aria-selected={current < 0}
            className={styles.row}
            data-place="start"
            onClick={() => onSelect('')}
          >
            <span className={styles.name}>
              <Zap size={14} aria-hidden />
              Start and result
            </span>
            <StatusMark status={status} isSmall />
          </div>
          <div style={{ height: drawn.getTotalSize(), position: 'relative' }}>
            {drawn.getVirtualItems().map(({ index, start }) => {
              const row = rows[index]
              return (
                row && (
                  <Row
                    key={row.id}
                    id={`step-${index}`}
                    row={row}
                    top={start}
                    isSelected={index === current}
                    onSelect={() => onSelect(row.id)}
                    onFold={() => fold(row.id, row.isOpen)}
                  />
                )
              )
            })}
          </div>
        </div>
        {steps.length === 0 && (
          <p className={styles.none}>
            {status === 'queued'
              ? 'It has not begun yet.'
              : 'No steps were recorded: the settings of the workflow keep less, or it ended before its first step.'}
          </p>
        )}
      </div>
    </section>
  )
}

interface RowProps {
  readonly id: string
  readonly row: TimelineRow<Step>
  readonly top: number
  readonly isSelected: boolean
  readonly onSelect: () => void
  readonly onFold: () => void
}

function Row({ id, row, top, isSelected, onSelect, onFold }: RowProps) {
  const { name, section, depth, status, step, hasChildren, isOpen, bars } = row
  const Chevron = isOpen ? ChevronDown : ChevronRight
  const attempts = step?.attempts.length ?? 0
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its lines
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-selected={isSelected}
      aria-expanded={hasChildren ? isOpen : undefined}
      className={styles.row}
      data-status={status}
      style={{ transform: `translateY(${top}px)` }}
      onClick={onSelect}
    >
      <span className={styles.name} style={{ paddingLeft: depth * 16 }}>
        {hasChildren ? (
          <Chevron
            size={14}
            aria-hidden
            onClick={(event) => {
              event.stopPropagation()
              onFold()
            }}
          />
        ) : (
          <span className={styles.gap} />
        )}
        <StatusMark status={status} isSmall />
        {section !== undefined && <span className={styles.section}>{section}</span>}
        <span className={styles.word} title={row.id}>
          {name}
        </span>
        {attempts > 1 && <span className={styles.section}>{attempts} attempts</span>}
      </span>
      <span className={styles.track}>
        {bars.map(({ kind, from, to }) => (
          <span
            key={`${kind} ${from}`}
            className={styles.bar}
            data-kind={kind}
            data-status={status}
            style={{ left: `${from * 100}%`, width: `max(3px, ${(to - from) * 100}%)` }}
          />
        ))}
      </span>
      <span className={styles.duration}>{step?.durationMs === undefined || status === 'skipped' ? '' : durationText(step.durationMs)}</span>
    </div>
  )
}

/** The time, going on while something runs. */
function useNow(isGoing: boolean): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!isGoing) return
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [isGoing])
  return now
}
