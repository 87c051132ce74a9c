// `npm run bench`: every figure of the product with the machine's limits of the same run. Prints a table and writes bench/results/latest.json.

import { writeFileSync } from 'node:fs'
import { arch, cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { benchColdStart } from './cold-start.ts'
import { benchExecutions } from './executions.ts'
import { benchExpressions } from './expressions.ts'
import type { Figure } from './figure.ts'
import { measureLimits } from './limits.ts'
import { benchSandbox } from './sandbox.ts'
import { benchWebhooks } from './webhooks.ts'

/** Interleaved rounds; the median of each figure counts, so that a noisy minute does not. */
const rounds = Number(process.argv[2] ?? 3)
const parts = [measureLimits, benchWebhooks, benchExecutions, benchExpressions, benchSandbox, benchColdStart]

const measured: Figure[][] = []
for (let round = 1; round <= rounds; round++) {
  const figures: Figure[] = []
  for (const part of parts) {
    console.error(`Round ${round} of ${rounds}: ${part.name} …`)
    figures.push(...(await part()))
  }
  measured.push(withRatios(figures))
}

const figures = medians(measured)
const machine = {
  node: process.version,
  arch: arch(),
  cpus: cpus().length,
  cpu: cpus()[0]?.model,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  rounds,
}
writeFileSync(
  fileURLToPath(new URL('results/latest.json', import.meta.url)),
  JSON.stringify({ machine, durability: 'synchronous=FULL', figures }, null, 2),
)
print(figures)
process.exitCode = figures.some((figure) => verdict(figure) === 'missed') ? 1 : 0

function withRatios(round: readonly Figure[]): Figure[] {
  return round.map((figure) => {
    const limit = round.find(({ name }) => name === figure.ratioTo)
    return limit === undefined ? figure : { ...figure, ratio: figure.value / limit.value }
  })
}

function medians(rounds: readonly (readonly Figure[])[]): Figure[] {
  return (rounds[0] ?? []).map((first) => {
    const same = rounds.flatMap((round) => round.filter(({ name }) => name === first.name))
    const ratios = same.flatMap(({ ratio }) => (ratio === undefined ? [] : [ratio]))
    return { ...first, value: median(same.map(({ value }) => value)), ...(ratios.length > 0 && { ratio: median(ratios) }) }
  })
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Times and memory must stay below their target, everything else above. A target below 1 beside a ratio is one for the ratio. */
function verdict({ value, unit, target, ratio }: Figure): 'reached' | 'missed' | '' {
  if (target === undefined) return ''
  const compared = ratio !== undefined && target < 1 ? ratio : value
  const isReached = unit === 'ms' || unit === 'MB' ? compared <= target : compared >= target
  return isReached ? 'reached' : 'missed'
}

function print(figures: readonly Figure[]): void {
  for (const figure of figures) {
    const { name, value, unit, target, ratio, ratioTo, meaning } = figure
    const share = ratio === undefined ? '' : `  = ${ratio.toFixed(2)} × ${ratioTo}`
    console.log(`${name}: ${shown(value)} ${unit}${share}${target === undefined ? '' : `  (target ${shown(target)}: ${verdict(figure)})`}`)
    console.log(`    ${meaning}`)
  }
}

function shown(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3)
}
