// `npm run bench`: every figure of the product with the machine's limits of the same run. Prints one table and writes
// bench/results/latest.json; a whole run also draws docs/pictures/performance.svg and writes docs/performance.md.
//   npm run bench                  five rounds, about twelve minutes
//   npm run bench -- 1 webhooks    one round of one part; the limits are measured in any case
//   npm run bench -- 1 history     lists and searches over a million executions, which are made first, in some minutes, and kept for half a
//                                  day; with MILLRACE_BENCH_HISTORY=1 they are in the whole run, too
//   npm run bench -- 1 backup      a backup of 1 GB and its way back; of 10 GB with MILLRACE_BENCH_BACKUP_GB=10, which needs room for 31
//   npm run bench -- 1 replica     what is lost with the disk under twenty kills, and the way back of 1 GB, or MILLRACE_BENCH_REPLICA_GB=10

import { mkdirSync, writeFileSync } from 'node:fs'
import { arch, cpus, loadavg, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { benchBackup } from './backup.ts'
import { benchCanvasFrames } from './canvas-frames.ts'
import { benchCanvasModel } from './canvas-model.ts'
import { benchColdStart } from './cold-start.ts'
import { benchEditor } from './editor.ts'
import { benchEvents } from './events.ts'
import { benchExecutions } from './executions.ts'
import { benchExpressions } from './expressions.ts'
import type { Figure } from './figure.ts'
import { figuresTable } from './figures-table.ts'
import { benchHistory } from './history.ts'
import { benchHistoryPage } from './history-page.ts'
import { benchItems } from './items.ts'
import { measureLimits } from './limits.ts'
import { benchLive } from './live.ts'
import { benchLivePage } from './live-page.ts'
import { benchLogs } from './logs.ts'
import { benchOverlay } from './overlay.ts'
import { performancePage } from './performance-page.ts'
import { performancePicture } from './performance-picture.ts'
import { benchRecovery } from './recovery.ts'
import { benchReplica } from './replica.ts'
import { driftOf, type Report, summarize } from './report.ts'
import { benchRetention } from './retention.ts'
import { benchSafety } from './safety.ts'
import { benchSandbox } from './sandbox.ts'
import { benchSchedules } from './schedules.ts'
import { benchSleepers } from './sleepers.ts'
import { benchSlowCalls } from './slow-calls.ts'
import { benchTables } from './tables.ts'
import { benchWebhooks } from './webhooks.ts'

/** In how many of the rounds each is run: what takes long and hardly differs, in fewer. */
const parts: readonly { readonly name: string; readonly mostRounds: number; readonly isLong?: true; run(): Promise<Figure[]> }[] = [
  { name: 'webhooks', mostRounds: 5, run: benchWebhooks },
  { name: 'executions', mostRounds: 5, run: benchExecutions },
  { name: 'events', mostRounds: 3, run: benchEvents },
  { name: 'slow-calls', mostRounds: 5, run: benchSlowCalls },
  { name: 'items', mostRounds: 5, run: benchItems },
  { name: 'recovery', mostRounds: 5, run: benchRecovery },
  { name: 'retention', mostRounds: 3, run: benchRetention },
  { name: 'backup', mostRounds: 1, run: benchBackup },
  { name: 'replica', mostRounds: 1, isLong: true, run: benchReplica },
  { name: 'safety', mostRounds: 5, run: benchSafety },
  { name: 'cold-start', mostRounds: 5, run: benchColdStart },
  { name: 'sleepers', mostRounds: 1, run: benchSleepers },
  { name: 'schedules', mostRounds: 1, run: benchSchedules },
  { name: 'tables', mostRounds: 3, run: benchTables },
  { name: 'live', mostRounds: 3, run: benchLive },
  { name: 'live-page', mostRounds: 1, run: benchLivePage },
  { name: 'history', mostRounds: 1, isLong: true, run: benchHistory },
  { name: 'history-page', mostRounds: 1, isLong: true, run: benchHistoryPage },
  { name: 'logs', mostRounds: 1, isLong: true, run: benchLogs },
  { name: 'expressions', mostRounds: 1, run: benchExpressions },
  { name: 'canvas-model', mostRounds: 1, run: benchCanvasModel },
  { name: 'editor', mostRounds: 1, run: benchEditor },
  { name: 'canvas-frames', mostRounds: 1, run: benchCanvasFrames },
  { name: 'overlay', mostRounds: 1, run: benchOverlay },
  { name: 'sandbox', mostRounds: 1, run: benchSandbox },
]

const [given = '5', ...only] = process.argv.slice(2)
const rounds = Number(given)
const unknown = only.filter((name) => !parts.some((part) => part.name === name))
if (!Number.isInteger(rounds) || rounds < 1 || unknown.length > 0) {
  console.error(`Usage: npm run bench -- [ROUNDS] [PART…]; the parts are ${parts.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const measured: Figure[][] = []
const drifts: number[] = []
const failed: string[] = []
for (let round = 1; round <= rounds; round++) {
  const limits = await step(round, 'limits', measureLimits)
  const all = [...limits]
  for (const { name, mostRounds, isLong, run } of parts) {
    const isWanted = only.length === 0 ? isLong === undefined || process.env.MILLRACE_BENCH_HISTORY === '1' : only.includes(name)
    if (round <= mostRounds && isWanted) all.push(...(await step(round, name, run)))
  }
  drifts.push(driftOf(limits, await step(round, 'limits again', measureLimits)))
  measured.push(all)
  // After each round: a run that is broken off has its figures too.
  write('results/latest.json', JSON.stringify(reportOf(round), null, 2))
}

const report = reportOf(rounds)
console.log(figuresTable(report))
for (const what of failed) console.error(`Not measured: ${what}`)
if (only.length === 0 && rounds >= 5) {
  write('published.json', `${JSON.stringify(report, null, 2)}\n`)
  write('../docs/pictures/performance.svg', performancePicture(report))
  write('../docs/performance.md', performancePage(report))
}

function reportOf(done: number): Report {
  return {
    machine: {
      node: process.version,
      arch: arch(),
      cpus: cpus().length,
      cpu: cpus()[0]?.model ?? 'unknown',
      memoryGb: Math.round(totalmem() / 2 ** 30),
      loadBefore: Number(loadavg()[2]?.toFixed(1)),
    },
    date: new Date().toISOString().slice(0, 10),
    rounds: done,
    drift: Math.max(...drifts),
    figures: summarize(measured),
  }
}

/** One part that fails, on a machine too busy for it perhaps, does not take the figures of the others along. */
async function step(round: number, name: string, run: () => Promise<Figure[]>): Promise<Figure[]> {
  console.error(`Round ${round} of ${rounds}: ${name} …`)
  try {
    return await run()
  } catch (error) {
    failed.push(`${name} in round ${round}: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}

function write(path: string, text: string): void {
  mkdirSync(fileURLToPath(new URL('results/', import.meta.url)), { recursive: true })
  writeFileSync(fileURLToPath(new URL(path, import.meta.url)), text)
}
