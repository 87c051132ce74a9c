import { type Figure, reachedShare, shownNumber, targetText } from './figure.ts'
import { mostDrift, type Report, type Summary } from './report.ts'

/** For the terminal. */
export function figuresTable({ figures, drift, rounds }: Report): string {
  const head = ['what', 'median', 'least–most', '× limit', 'target', '', 'durable', 'CPU s/1000', 'MB', 'bytes each']
  const rows = [head, ...figures.map(row)]
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  const lines = rows.map((cells) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '),
  )
  return [
    ...lines,
    '',
    `Median of ${rounds} rounds. D2 is synced to disk before it counts, D1 handed to the system, D0 in memory.`,
    ...driftWarning(drift),
  ].join('\n')
}

/** One figure by itself, as a bench that is run alone prints it: what it means, its target, and whether that is met. */
export function figureLine(figure: Figure): string {
  const { name, value, unit, target, meaning } = figure
  const judged = target === undefined ? '' : ` (${targetText(figure)}: ${verdict(figure)})`
  return `${name}: ${shownNumber(value)} ${unit}${judged}  ${meaning}`
}

/** What must be said of a run on a machine that had other things to do. */
export function driftWarning(drift: number): readonly string[] {
  if (drift <= mostDrift) return []
  const percent = Math.round(drift * 100)
  return [
    `The limits of this machine differed by up to ${percent} % between the start and the end of a round: it had other work. Trust ratios and CPU seconds, not absolute numbers.`,
  ]
}

export function verdict(figure: Figure): '' | 'reached' | 'missed' {
  const share = reachedShare(figure)
  if (share === undefined) return ''
  return share >= 1 ? 'reached' : 'missed'
}

function row(figure: Summary): string[] {
  const { name, value, unit, range, ratio, durability = '', cpuPer1000, residentMb, bytesEach } = figure
  const optional = (number: number | undefined) => (number === undefined ? '' : shownNumber(number))
  return [
    name,
    `${shownNumber(value)} ${unit}`,
    `${shownNumber(range[0])}–${shownNumber(range[1])}`,
    optional(ratio),
    targetText(figure),
    verdict(figure),
    durability,
    optional(cpuPer1000),
    optional(residentMb),
    optional(bytesEach),
  ]
}
