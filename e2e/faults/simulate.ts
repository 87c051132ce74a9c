// Lives of the server in a simulated world: `npm run simulate -- --seeds 1000000 --from 1`. Each seed decides time, the disk, who dies and
// when. Prints the counts and ends with 1 when a rule was broken; `npm run simulate -- --seed 4711` shows what happened under one seed.

import { parseArgs } from 'node:util'
import { runSeed } from './simulation/run-seed.ts'
import { runOnSqlite, runSeeds } from './simulation/run-seeds.ts'

const usage = `Usage: npm run simulate -- [--seeds COUNT] [--from SEED] [--seed SEED] [--sqlite | --sqlite-every N] [--json]

  --seeds COUNT      so many seeds, one after the other (1,000)
  --from SEED        the first of them (1)
  --seed SEED        this one alone, with everything that happens
  --sqlite           on a real SQLite database; with --seeds, all of them
  --sqlite-every N   every so many seeds on a real SQLite database (200); 0 for none
  --json             the summary as JSON on one line
`

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    sqlite: { type: 'boolean', default: false },
    'sqlite-every': { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
})

const [count, from, seed, every] = [values.seeds, values.from, values.seed ?? '1', values['sqlite-every']].map(Number)
if (![count, from, seed, every].every(Number.isInteger)) {
  console.error(usage)
  process.exit(2)
}

process.exit(values.seed === undefined ? await simulateMany() : await simulateOne())

async function simulateOne(): Promise<number> {
  const { trace, counts, faults } = values.sqlite ? await runOnSqlite(Number(seed), true) : await runSeed(Number(seed), { isTraced: true })
  console.log([...trace, JSON.stringify(counts), faults.length === 0 ? 'No rule was broken.' : `${faults.length} faults.`].join('\n'))
  return faults.length === 0 ? 0 : 1
}

async function simulateMany(): Promise<number> {
  const begun = performance.now()
  const summary = await runSeeds({ from: Number(from), count: Number(count), sqliteEvery: values.sqlite ? 1 : Number(every) })
  const seconds = (performance.now() - begun) / 1000
  if (values.json) console.log(JSON.stringify({ ...summary, seconds }))
  else tell(summary, seconds)
  return summary.failed === 0 ? 0 : 1
}

function tell({ seeds, counts, failures, failed }: Awaited<ReturnType<typeof runSeeds>>, seconds: number): void {
  const { executions, processes, crashes, effects, repeatedEffects, replays, fired, heard, found, deleted, simulatedMs } = counts
  console.log(`${seeds} seeds in ${seconds.toFixed(1)} s: ${executions} executions, ${processes} processes, ${crashes} crashes,`)
  console.log(
    `${effects} effects, ${repeatedEffects} of them repeated after a crash, ${replays} replays, ${fired} fired by the clock, ${heard} by events, ${found} by polls, ${deleted} deleted,`,
  )
  console.log(`${Math.round(simulatedMs / 3600_000)} simulated hours.`)
  for (const { seed: failing, faults } of failures) {
    console.log(`Seed ${failing}: ${faults.join('\n  ')}`)
    console.log(`  Show it: npm run simulate -- --seed ${failing}`)
  }
  console.log(failed === 0 ? 'No rule was broken.' : `${failed} seeds broke a rule.`)
}
