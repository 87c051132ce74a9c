import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { faultsCache } from './faults-cache.ts'

export interface FaultReport {
  readonly seed: number
  readonly seconds: number
  readonly counts: object
  readonly violations: readonly string[]
  /** Where the database and the errors are. */
  readonly directory: string
}

/** Writes the counts to `<name>.json` in the cache. What a run without violations leaves is removed; a failure keeps all of it. */
export function keepReport(name: string, report: FaultReport): void {
  writeFileSync(join(faultsCache(), `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
  if (report.violations.length === 0) rmSync(report.directory, { recursive: true, force: true })
  else writeFileSync(join(report.directory, 'report.json'), JSON.stringify(report, null, 2))
}
