import { expect, test } from 'vitest'
import { keepReport } from '../support/keep-report.ts'
import { faultScale } from '../support/test-scale.ts'
import { runReplicaKills } from './run-replica-kills.ts'

const kills = Math.max(10, Math.round(100 * faultScale))

test(`after each of ${kills} kills the replica gives an exact prefix of what was written`, { timeout: 900_000 }, async () => {
  const seed = Number(process.env.MILLRACE_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31))
  const report = await runReplicaKills({ kills, seed })
  keepReport('replica-kills', report)
  expect(report.violations, `seed ${seed}, kept in ${report.directory}`).toEqual([])
  expect(report.counts.restored).toBeGreaterThan(0)
})
