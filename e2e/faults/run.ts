// The long forms of the fault tests: `npm run faults:long -- --kills 10000`. Prints the counts, writes them beside, and ends with 1 when a
// promise was broken. Every failure tells its seed and where all of it is kept.

import { parseArgs } from 'node:util'
import { buildProduct } from './build/build-product.ts'
import { runFailingDisk } from './disk/run-failing-disk.ts'
import { runFullDisk } from './disk/run-full-disk.ts'
import { runPowerLoss } from './disk/run-power-loss.ts'
import { runFailPoints } from './fail-points/run-fail-points.ts'
import { runFuzz } from './fuzz/run-fuzz.ts'
import { runKills } from './kills/run-kills.ts'
import { readCaught, writeCaught } from './planted/caught-bugs.ts'
import { runPlanted } from './planted/run-planted.ts'
import { runReplicaKills } from './replica/run-replica-kills.ts'
import { type FaultReport, keepReport } from './support/keep-report.ts'
import { tellReport } from './support/tell-report.ts'

const usage = `Usage: npm run faults:long -- [--kills COUNT] [--points ROUNDS] [--fuzz CASES] [--images COUNT] [--failures CASES]
                             [--fillings ROUNDS] [--replica KILLS] [--planted] [--seed NUMBER] [--source]

  --kills COUNT     kills at random times under mixed load
  --points ROUNDS   so many deaths at each named fail-point
  --fuzz CASES      so many hostile requests at each public surface of one server
  --images COUNT    so many disks that a failure of power may leave; needs strace, as the next does
  --failures CASES  writes and syncs that fail
  --fillings ROUNDS a small volume that is filled and freed again so often
  --replica KILLS   kills of what ships to a replica, which is restored each time
  --planted         plants each known bug, runs the suites against it and writes docs/planted-bugs.md
  --seed NUMBER     repeats the choices of a failure
  --source          runs the checkout's own files, as a user does, not the program built from them, which starts faster
`

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '0' },
    points: { type: 'string', default: '0' },
    fuzz: { type: 'string', default: '0' },
    images: { type: 'string', default: '0' },
    failures: { type: 'string', default: '0' },
    fillings: { type: 'string', default: '0' },
    replica: { type: 'string', default: '0' },
    planted: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    source: { type: 'boolean', default: false },
  },
})

const seed = Number(values.seed)
const kills = Number(values.kills)
const rounds = Number(values.points)
const cases = Number(values.fuzz)
const images = Number(values.images)
const failures = Number(values.failures)
const fillings = Number(values.fillings)
const shipped = Number(values.replica)
if (
  !Number.isInteger(seed) ||
  !([kills, rounds, cases, images, failures, fillings, shipped].some((count) => count > 0) || values.planted)
) {
  console.error(usage)
  process.exit(2)
}

const built = values.source ? undefined : await buildProduct()
const common = { seed, ...(built && { script: built.script }) }
const reports: FaultReport[] = []

if (kills > 0) {
  const report = await runKills({ ...common, kills, onKill: (done) => tellProgress(done, `of ${kills} kills`) })
  finish('kills', 'Kills at random times', report)
}
if (rounds > 0) {
  let deaths = 0
  const report = await runFailPoints({ ...common, rounds, onDeath: () => tellProgress(++deaths, 'deaths') })
  finish('fail-points', 'Deaths at every fail-point', report)
}
if (cases > 0) {
  const report = await runFuzz({ ...common, cases, onSurface: ({ name, answers }) => console.log(`${name}: ${JSON.stringify(answers)}`) })
  finish('fuzz', 'Fuzz of every public surface', report)
}
if (images > 0) finish('power-loss', 'Failures of power', await runPowerLoss({ images, seed, waves: 120 }))
if (fillings > 0) finish('full-disk', 'A full disk', await runFullDisk({ ...common, rounds: fillings }))
if (failures > 0) finish('failing-disk', 'Failing writes and syncs', await runFailingDisk({ cases: failures, seed }))
if (shipped > 0) {
  const report = await runReplicaKills({ seed, kills: shipped, onKill: (done) => tellProgress(done, `of ${shipped} kills`) })
  finish('replica-kills', 'Kills of what ships to a replica', report)
}
if (values.planted) {
  const all = await runPlanted({
    seed,
    before: readCaught(),
    onCaught: ({ bug, suite = 'nobody', what = '' }) => console.log(`${bug}: ${suite} ${what}`),
  })
  writeCaught(all)
}
await built?.remove()
process.exit(reports.every(({ violations }) => violations.length === 0) ? 0 : 1)

function tellProgress(done: number, what: string): void {
  if (done % 100 === 0) console.log(`${done} ${what}`)
}

function finish(name: string, title: string, report: FaultReport): void {
  reports.push(report)
  keepReport(name, report)
  tellReport(title, report)
}
