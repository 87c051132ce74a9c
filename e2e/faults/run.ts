// The long forms of the fault tests: `npm run faults:long -- --kills 10000 --seed 7`. Prints the counts, writes them beside, and ends
// with 1 when a promise was broken. Every failure tells its seed and where all of it is kept.

import { parseArgs } from 'node:util'
import { buildProduct } from './build/build-product.ts'
import { runKills } from './kills/run-kills.ts'
import { keepReport } from './support/keep-report.ts'
import { tellReport } from './support/tell-report.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '0' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    /** Runs the checkout's own files, as a user does, and not the program that is built from them and starts faster. */
    source: { type: 'boolean', default: false },
  },
})

const seed = Number(values.seed)
const kills = Number(values.kills)
if (!Number.isInteger(seed) || !(kills > 0)) {
  console.error('Usage: npm run faults:long -- --kills COUNT [--seed NUMBER] [--source]')
  process.exit(2)
}

const built = values.source ? undefined : await buildProduct()
const report = await runKills({
  kills,
  seed,
  ...(built && { script: built.script }),
  onKill: (done) => {
    if (done % 100 === 0) console.log(`${done} of ${kills} kills`)
  },
})
keepReport('kills', report)
tellReport('Kills at random times', report)
await built?.remove()
process.exit(report.violations.length === 0 ? 0 : 1)
