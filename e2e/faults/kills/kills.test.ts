import { expect, onTestFinished, test } from 'vitest'
import { buildProduct } from '../build/build-product.ts'
import { keepReport } from '../support/keep-report.ts'
import { faultScale } from '../support/test-scale.ts'
import { runKills } from './run-kills.ts'

const kills = Math.max(10, Math.round(300 * faultScale))

test(`${kills} kills under mixed load lose nothing, repeat only what was in flight, and leave nothing stuck`, {
  timeout: 900_000,
}, async () => {
  const seed = Number(process.env.MILLRACE_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31))
  const { script, remove } = await buildProduct()
  onTestFinished(remove)
  const report = await runKills({ kills, seed, script })
  keepReport('kills', report)
  expect(report.violations, `seed ${seed}, kept in ${report.directory}`).toEqual([])
  expect(report.counts.acknowledged).toBeGreaterThan(kills / 2)
  expect(report.counts.repeated).toBeGreaterThan(0)
})
