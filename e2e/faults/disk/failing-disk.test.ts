import { describe, expect, test } from 'vitest'
import { keepReport } from '../support/keep-report.ts'
import { faultScale } from '../support/test-scale.ts'
import { runFailingDisk } from './run-failing-disk.ts'
import { hasStrace } from './strace.ts'

const cases = Math.max(10, Math.round(100 * faultScale))

describe.runIf(hasStrace() || process.env.CI !== undefined)('a disk that fails, by strace', () => {
  test(`${cases} failures of writes and syncs end the process, and nothing was acknowledged that is not there`, async () => {
    const seed = Number(process.env.MILLRACE_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31))
    const report = await runFailingDisk({ cases, seed })
    keepReport('failing-disk', report)
    expect(report.violations, `seed ${seed}, kept in ${report.directory}`).toEqual([])
    expect(report.counts.ended).toBeGreaterThanOrEqual(report.counts.mustEnd)
  })
})
