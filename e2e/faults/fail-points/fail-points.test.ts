import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failPoints } from '@millrace/store'
import { expect, onTestFinished, test } from 'vitest'
import { checkout } from '../../support/checkout.ts'
import { buildProduct } from '../build/build-product.ts'
import { keepReport } from '../support/keep-report.ts'
import { faultScale } from '../support/test-scale.ts'
import { runFailPoints } from './run-fail-points.ts'

const rounds = Math.max(1, Math.round(3 * faultScale))

test('each fail-point stands in the source once or more, and each that stands there is in the list', () => {
  const files = readdirSync(join(checkout, 'packages'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /^[a-z-]+\/src\/.*(?<!\.test)\.ts$/.test(file),
  )
  const passed = files.flatMap((file) =>
    [...readFileSync(join(checkout, 'packages', file), 'utf8').matchAll(/\bfailPoint\('([^']+)'\)/g)].map(([, name]) => name),
  )
  expect([...new Set(passed)].sort()).toEqual([...failPoints].sort())
})

test(`a death at each of ${failPoints.length} fail-points, ${rounds} times, breaks no promise`, { timeout: 900_000 }, async () => {
  const seed = Number(process.env.MILLRACE_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31))
  const { script, remove } = await buildProduct()
  onTestFinished(remove)
  const report = await runFailPoints({ rounds, seed, script })
  keepReport('fail-points', report)
  expect(report.violations, `seed ${seed}, kept in ${report.directory}`).toEqual([])
})
