import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import styles from './split-pane.module.css'

interface SplitPaneProps {
  /** What the edge moves, for screen readers: "Width of the panel". */
  readonly label: string
  /** Its name in this browser's memory. */
  readonly id: string
  /** Which side keeps its size, in pixels; the other one takes the rest. */
  readonly sized: 'first' | 'second'
  readonly direction?: 'columns' | 'rows'
  readonly initial: number
  readonly min?: number
  readonly max?: number
  readonly first: ReactNode
  /** Left out, the first has it all. */
  readonly second?: ReactNode
}

const stepPx = 16

/** Two parts with an edge that is moved by mouse or arrow keys; where it was left is remembered. */
export function SplitPane(props: SplitPaneProps) {
  const { label, id, sized, direction = 'columns', initial, min = 160, max = 1600, first, second } = props
  const [size, setSize] = useState(() => keptSize(id) ?? initial)
  const root = useRef<HTMLDivElement>(null)
  const isColumns = direction === 'columns'
  const shown = clamp(size, min, max)

  function resize(next: number) {
    const whole = root.current === null ? max : isColumns ? root.current.clientWidth : root.current.clientHeight
    const size = clamp(next, min, Math.max(min, Math.min(max, whole - min)))
    localStorage.setItem(keyOf(id), String(size))
    setSize(size)
  }
  function drag(event: PointerEvent) {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || root.current === null) return
    const box = root.current.getBoundingClientRect()
    const at = isColumns ? event.clientX - box.left : event.clientY - box.top
    const whole = isColumns ? box.width : box.height
    resize(Math.round(sized === 'first' ? at : whole - at))
  }
  function press(event: KeyboardEvent) {
    const towardsEnd = isColumns ? 'ArrowRight' : 'ArrowDown'
    const towardsStart = isColumns ? 'ArrowLeft' : 'ArrowUp'
    if (event.key !== towardsEnd && event.key !== towardsStart) return
    event.preventDefault()
    resize(shown + ((event.key === towardsEnd) === (sized === 'first') ? stepPx : -stepPx))
  }

  // Where there is less room than that, it has all of it: what closes it stays in view.
  const own = `min(${shown}px, 100% - 1px)`
  const both = sized === 'first' ? `${own} auto minmax(0, 1fr)` : `minmax(0, 1fr) auto ${own}`
  const tracks = second === undefined ? 'minmax(0, 1fr)' : both
  return (
    <div
      ref={root}
      className={styles.panes}
      data-direction={direction}
      style={isColumns ? { gridTemplateColumns: tracks } : { gridTemplateRows: tracks }}
    >
      {/* The first is the same element with and without the second, so that it keeps what it holds. */}
      <div className={styles.pane}>{first}</div>
      {second !== undefined && (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; this is the window splitter of the ARIA guide. */}
          <div
            role="separator"
            className={styles.edge}
            tabIndex={0}
            aria-label={label}
            aria-orientation={isColumns ? 'vertical' : 'horizontal'}
            aria-valuenow={shown}
            aria-valuemin={min}
            aria-valuemax={max}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={drag}
            onKeyDown={press}
            onDoubleClick={() => resize(initial)}
          />
          <div className={styles.pane}>{second}</div>
        </>
      )}
    </div>
  )
}

function keyOf(id: string): string {
  return `millrace-split-${id}`
}

function keptSize(id: string): number | undefined {
  const kept = Number(localStorage.getItem(keyOf(id)) ?? Number.NaN)
  return Number.isFinite(kept) ? kept : undefined
}

function clamp(size: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, size))
}
