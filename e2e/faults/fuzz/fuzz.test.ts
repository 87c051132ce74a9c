import { expect, onTestFinished, test } from 'vitest'
import { buildProduct } from '../build/build-product.ts'
import { keepReport } from '../support/keep-report.ts'
import { faultScale } from '../support/test-scale.ts'
import { runFuzz } from './run-fuzz.ts'

const cases = Math.max(200, Math.round(10_000 * faultScale))

test(`${cases} hostile requests at each public surface are refused one by one, and the server lives on`, { timeout: 900_000 }, async () => {
  const seed = Number(process.env.MILLRACE_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31))
  const { script, remove } = await buildProduct()
  onTestFinished(remove)
  const report = await runFuzz({ cases, seed, script })
  keepReport('fuzz', report)
  expect(report.violations, `seed ${seed}, kept in ${report.directory}`).toEqual([])
  expect(report.counts.cases).toBeGreaterThanOrEqual(cases * report.counts.surfaces)
})
