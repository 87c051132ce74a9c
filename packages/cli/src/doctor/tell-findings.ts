import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Host } from '../host.ts'
import { createPaint, type Style } from '../output/paint.ts'
import { printable } from '../output/printable.ts'
import { countOf } from '../output/problem-text.ts'
import type { Finding, FindingStatus } from './finding.ts'

const marks: Readonly<Record<FindingStatus, readonly [icon: string, style: Style]>> = {
  ok: ['✓', 'green'],
  warning: ['!', 'yellow'],
  problem: ['✗', 'red'],
}

const statusWidth = 'problem'.length
const areaWidth = 'data directory'.length

/** Prints the findings on `out`, one line each, with what to do below. */
export function tellFindings(findings: readonly Finding[], { out }: Pick<Host, 'out'>, format: 'text' | 'json'): ExitCode {
  const count = (wanted: FindingStatus) => findings.filter(({ status }) => status === wanted).length
  if (format === 'json') out.write(`${JSON.stringify(findings, null, 2)}\n`)
  else {
    const paint = createPaint(out)
    for (const { area, status, message, advice } of findings) {
      const [icon, style] = marks[status]
      out.write(`${paint(style, `${icon} ${status.padEnd(statusWidth)}`)}  ${area.padEnd(areaWidth)}  ${printable(message)}\n`)
      if (advice !== undefined) out.write(`${' '.repeat(statusWidth + areaWidth + 6)}${printable(advice)}\n`)
    }
    out.write(`\n${countOf(count('problem'), 'problem')}, ${countOf(count('warning'), 'warning')}\n`)
  }
  return count('problem') === 0 ? exitCode.ok : exitCode.failed
}
