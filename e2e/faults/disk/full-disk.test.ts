import { describe, expect, onTestFinished, test } from 'vitest'
import { buildProduct } from '../build/build-product.ts'
import { keepReport } from '../support/keep-report.ts'
import { faultScale } from '../support/test-scale.ts'
import { runFullDisk } from './run-full-disk.ts'
import { hasSmallVolumes } from './small-volume.ts'

const rounds = Math.max(3, Math.round(20 * faultScale))

describe.runIf(hasSmallVolumes())('a full disk, where a process may have a file system of its own', () => {
  test(`filled ${rounds} times under load: starts are refused, reads answered, and all goes on by itself when there is room`, async () => {
    const seed = Number(process.env.MILLRACE_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31))
    const { script, remove } = await buildProduct()
    onTestFinished(remove)
    const report = await runFullDisk({ rounds, seed, script })
    keepReport('full-disk', report)
    expect(report.violations, `seed ${seed}, kept in ${report.directory}`).toEqual([])
    expect(report.counts.accepted).toBeGreaterThan(rounds)
  })
})
