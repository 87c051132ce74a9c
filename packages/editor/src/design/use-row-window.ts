import { useVirtualizer } from '@tanstack/react-virtual'
import type { RefObject } from 'react'

/** The rows of a long table that are in view, with some around them, so that the arrow keys find the next one. */
export interface RowWindow {
  readonly from: number
  /** The first one that is not drawn any more. */
  readonly to: number
  /** What the rows above and below would take, in pixels. */
  readonly before: number
  readonly after: number
  show(row: number): void
}

const rowHeight = 56
/** Of the headings, which stay in view. */
const headHeight = 32
const around = 12

/** Draws thousands of rows of 56 pixels as fast as twenty. */
export function useRowWindow(count: number, scroller: RefObject<HTMLElement | null>): RowWindow {
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: around,
    paddingStart: headHeight,
    scrollPaddingStart: headHeight,
  })
  const drawn = rows.getVirtualItems()
  const from = drawn[0]?.index ?? 0
  const to = (drawn.at(-1)?.index ?? -1) + 1
  return { from, to, before: from * rowHeight, after: (count - to) * rowHeight, show: (row) => rows.scrollToIndex(row) }
}
