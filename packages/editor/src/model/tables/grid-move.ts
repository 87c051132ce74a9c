/** A cell of the grid; row -1 is the row of headings. */
export interface Place {
  readonly row: number
  readonly column: number
}

interface Grid {
  readonly rows: number
  readonly columns: number
  /** How many rows are in view. */
  readonly page: number
}

interface MoveKey {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
}

/** Where a key leads, as in every grid; undefined for a key that leads nowhere. */
export function gridMove({ row, column }: Place, { key, ctrlKey, metaKey }: MoveKey, { rows, columns, page }: Grid): Place | undefined {
  const isFar = ctrlKey || metaKey
  const moves: Readonly<Record<string, Place>> = {
    ArrowDown: { row: isFar ? rows - 1 : row + 1, column },
    ArrowUp: { row: isFar ? 0 : row - 1, column },
    ArrowRight: { row, column: isFar ? columns - 1 : column + 1 },
    ArrowLeft: { row, column: isFar ? 0 : column - 1 },
    PageDown: { row: row + page, column },
    PageUp: { row: Math.max(0, row - page), column },
    Home: { row: isFar ? 0 : row, column: 0 },
    End: { row: isFar ? rows - 1 : row, column: columns - 1 },
  }
  const wanted = moves[key]
  return wanted && { row: clamp(wanted.row, -1, rows - 1), column: clamp(wanted.column, 0, columns - 1) }
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}
