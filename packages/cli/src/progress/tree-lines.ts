import { durationText } from '../output/duration-text.ts'
import { fitWidth, textWidth } from '../output/fit-width.ts'
import type { Paint } from '../output/paint.ts'
import { statusCell, statusWidth } from '../output/status-mark.ts'
import { stepDurationMs, stepNote } from './step-note.ts'
import type { Branch } from './step-tree.ts'
import { type Row, treeRows } from './tree-rows.ts'

export interface Canvas {
  readonly paint: Paint
  readonly columns: number
  /** At most so many lines. */
  readonly rows: number
  /** Milliseconds since 1970. */
  readonly now: number
}

const durationWidth = 9
const longestLabel = 40

/** Lays the tree out in columns: status, step, duration, note. No line is wider than the canvas. */
export function treeLines(root: Branch, { paint, columns, rows, now }: Canvas): readonly string[] {
  const all = treeRows(root, rows)
  const labelWidth = Math.min(longestLabel, Math.max(0, ...all.map((row) => textWidth(labelText(row)))))
  return all.map((row) => fitWidth(line(row, labelWidth, paint, now), columns))
}

function line(row: Row, labelWidth: number, paint: Paint, now: number): string {
  const label = fitWidth(labelText(row), labelWidth)
  if ('summary' in row) return `${' '.repeat(statusWidth + 3)} ${paint('dim', labelText(row))}`
  const ms = row.step && stepDurationMs(row.step, now)
  const start = `${statusCell(paint, row.status)}  ${label}`
  if (row.step === undefined || (ms === undefined && stepNote(row.step, now) === '')) return start
  const gap = ' '.repeat(Math.max(0, labelWidth - textWidth(label)))
  const duration = (ms === undefined ? '' : durationText(ms)).padStart(durationWidth)
  const note = stepNote(row.step, now)
  const tail = note === '' ? '' : `  ${paint(row.status === 'failed' || row.status === 'timed_out' ? 'red' : 'dim', note)}`
  return `${start}${gap}${paint('dim', duration)}${tail}`
}

function labelText(row: Row): string {
  return '  '.repeat(row.depth) + ('summary' in row ? `… ${row.summary}` : row.label)
}
