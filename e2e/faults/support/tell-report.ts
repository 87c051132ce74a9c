import type { FaultReport } from './keep-report.ts'

/** The counts as a table, and what was wrong as sentences. */
export function tellReport(title: string, { seed, seconds, counts, violations, directory, ...own }: FaultReport): void {
  const rows = { seed, ...own, ...counts, seconds: Math.round(seconds), violations: violations.length }
  console.log(`\n${title}`)
  for (const [name, value] of Object.entries(rows)) {
    console.log(`  ${wordsOf(name).padEnd(24)} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
  }
  for (const violation of violations.slice(0, 50)) console.log(`  ✗ ${violation}`)
  if (violations.length > 0) console.log(`All of it is kept in ${directory}.`)
}

function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
