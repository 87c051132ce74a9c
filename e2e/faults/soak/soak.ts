// `npm run soak -- --minutes 480`: a steady mixed load on one server. Prints what it takes as it goes, and ends with 1 when something grows.

import { parseArgs } from 'node:util'
import { buildProduct } from '../build/build-product.ts'
import { keepReport } from '../support/keep-report.ts'
import { tellReport } from '../support/tell-report.ts'
import { runSoak } from './run-soak.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '4' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
})
const minutes = Number(values.minutes)
const startsPerSecond = Number(values.rate)
if (!(minutes > 0) || !(startsPerSecond > 0)) {
  console.error('Usage: npm run soak -- [--minutes NUMBER] [--rate STARTS_PER_SECOND] [--seed NUMBER]')
  process.exit(2)
}

const { script, remove } = await buildProduct()
const report = await runSoak({
  minutes,
  startsPerSecond,
  seed: Number(values.seed),
  script,
  onMemory({ minute, residentMegabytes, heldMegabytes }, { handles, logMegabytes, databaseMegabytes }) {
    const memory = `memory ${residentMegabytes.toFixed(1)} MB, of which JavaScript holds ${heldMegabytes.toFixed(1)} MB`
    console.log(
      `${minute.toFixed(1)} min: ${memory}, ${handles} handles, log ${logMegabytes.toFixed(1)} MB, database ${databaseMegabytes.toFixed(1)} MB`,
    )
  },
})
await remove()
keepReport('soak', report)
tellReport('Soak', report)
process.exit(report.violations.length === 0 ? 0 : 1)
