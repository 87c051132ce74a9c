import { describe, expect, test } from 'vitest'
import { keepReport } from '../support/keep-report.ts'
import { faultScale } from '../support/test-scale.ts'
import { runPowerLoss } from './run-power-loss.ts'
import { hasStrace } from './strace.ts'

const images = Math.max(25, Math.round(500 * faultScale))

describe.runIf(hasStrace() || process.env.CI !== undefined)('a failure of power, in the recording of strace', () => {
  test(`${images} disks that it may leave start again with all that was acknowledged`, async () => {
    const seed = Number(process.env.MILLRACE_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31))
    const report = await runPowerLoss({ images, seed, waves: 120 })
    keepReport('power-loss', report)
    expect(report.violations, `seed ${seed}, kept in ${report.directory}`).toEqual([])
    expect(report.counts).toMatchObject({ images })
  })
})
