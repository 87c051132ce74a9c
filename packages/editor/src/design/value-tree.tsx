import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { findInValue, idOf, pathText, type ValueLine, valueLines } from '../model/value-tree.ts'
import { rowMove } from './row-move.ts'
import styles from './value-view.module.css'

const lineHeight = 24

interface ValueTreeProps {
  readonly value: unknown
  readonly name: string
  readonly search: string
  readonly expression: string | undefined
}

/** The value as lines that fold: arrow keys go along them and open them. A line that has an expression can be dragged into a field. */
export function ValueTree({ value, name, search, expression }: ValueTreeProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState(0)
  const scroller = useRef<HTMLDivElement>(null)
  const found = useMemo(() => findInValue(value, search), [value, search])
  const lines = useMemo(() => valueLines(value, new Set([...open, ...found.open])), [value, open, found])
  const marked = useMemo(() => new Set(found.ids), [found])
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  })

  function toggle({ id, isOpen }: ValueLine, wanted = !isOpen) {
    const next = new Set(open)
    if (wanted) next.add(id)
    else next.delete(id)
    setOpen(next)
  }

  function onKey(event: KeyboardEvent) {
    const line = lines[current]
    if (line === undefined) return
    const page = Math.floor((scroller.current?.clientHeight ?? lineHeight) / lineHeight) - 1
    const next = rowMove(event, { current, count: lines.length, page })
    if (next !== undefined) {
      setCurrent(next)
      rows.scrollToIndex(next)
    } else if (event.key === 'ArrowRight') toggle(line, true)
    else if (event.key === 'ArrowLeft') close(line)
    else if (event.key === 'Enter' || event.key === ' ') toggle(line)
    else return
    event.preventDefault()
  }

  /** What is closed already leads to what holds it. */
  function close(line: ValueLine) {
    if (line.isOpen && line.depth > 0) toggle(line, false)
    else
      setCurrent(
        Math.max(
          0,
          lines.findIndex(({ id }) => id === idOf(line.path.slice(0, -1))),
        ),
      )
  }

  return (
    <div className={styles.scroller} ref={scroller}>
      {search !== '' && (
        <p className={styles.found} role="status">
          {found.ids.length === 0 ? 'Found nowhere here' : `Found at ${found.ids.length} ${found.ids.length === 1 ? 'place' : 'places'}`}
        </p>
      )}
      <div
        role="tree"
        aria-label={name}
        tabIndex={0}
        aria-activedescendant={`${name}-${current}`}
        className={styles.tree}
        style={{ height: rows.getTotalSize() }}
        onKeyDown={onKey}
      >
        {rows.getVirtualItems().map(({ index, start }) => {
          const line = lines[index]
          if (line === undefined) return undefined
          return (
            <Line
              key={line.id}
              id={`${name}-${index}`}
              line={line}
              top={start}
              isCurrent={index === current}
              isFound={marked.has(line.id)}
              expression={expression}
              onPress={() => {
                setCurrent(index)
                if (line.kind === 'map' || line.kind === 'list') toggle(line)
              }}
            />
          )
        })}
      </div>
    </div>
  )
}

interface LineProps {
  readonly id: string
  readonly line: ValueLine
  readonly top: number
  readonly isCurrent: boolean
  readonly isFound: boolean
  readonly expression: string | undefined
  readonly onPress: () => void
}

function Line({ id, line, top, isCurrent, isFound, expression, onPress }: LineProps) {
  const { depth, key, kind, text, isOpen, path } = line
  const hasInside = kind === 'map' || kind === 'list'
  const Chevron = isOpen ? ChevronDown : ChevronRight
  const place = expression === undefined ? undefined : pathText(expression, path)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree hears the keys of all its lines
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-expanded={hasInside ? isOpen : undefined}
      aria-selected={isCurrent}
      className={styles.line}
      data-found={isFound}
      title={place === undefined ? undefined : `{{ ${place} }}`}
      draggable={place !== undefined}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 8 + depth * 16 }}
      onClick={onPress}
      onDragStart={({ dataTransfer }) => place !== undefined && dataTransfer.setData('text/plain', `{{ ${place} }}`)}
    >
      {hasInside ? <Chevron size={14} aria-hidden /> : <span className={styles.gap} />}
      {key !== undefined && <span className={styles.key}>{key}</span>}
      <span className={styles.value} data-kind={kind}>
        {text}
      </span>
    </div>
  )
}
