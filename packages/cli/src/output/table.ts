import { fitWidth, textWidth } from './fit-width.ts'
import { oneLine } from './printable.ts'

/** Columns under their headings, each as wide as its widest cell; lines are cut at the width given. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[], columns: number): readonly string[] {
  const all = [headings.map((heading) => heading.toUpperCase()), ...rows]
  const widths = headings.map((_, index) => Math.max(...all.map((row) => textWidth(row[index] ?? ''))))
  return all.map((row) =>
    fitWidth(
      row
        .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - textWidth(cell)))
        .join('  ')
        .trimEnd(),
      columns,
    ),
  )
}

/** A cell of text that came from elsewhere. */
export function cell(value: string | number | undefined): string {
  return value === undefined ? '' : oneLine(String(value))
}
