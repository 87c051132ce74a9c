import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { checkout } from '../../support/checkout.ts'
import { testScale } from '../support/test-scale.ts'

const seeds = Math.max(200, Math.round(10_000 * testScale))
/** Each a process of its own: it takes over its event loop. */
const processes = 2

async function simulate(...args: readonly string[]): Promise<string> {
  const script = join(checkout, 'e2e/faults/simulate.ts')
  const running = promisify(execFile)(process.execPath, ['--conditions=source', script, ...args], { maxBuffer: 2 ** 26 })
  // Ends with 1 when a rule was broken; what it printed says which.
  const { stdout, stderr } = await running.catch((error: { readonly stdout: string; readonly stderr: string }) => error)
  if (stdout === '') throw new Error(stderr)
  return stdout
}

test(`${seeds} simulated lives of the server, with crashes, full and failing disks, clocks that are set, limits, replays, events, polls and deletions, break no rule`, async () => {
  const each = Math.ceil(seeds / processes)
  const parts = Array.from({ length: processes }, (_, part) =>
    simulate('--json', '--seeds', String(each), '--from', String(part * each + 1)),
  )
  const counts = { executions: 0, crashes: 0, repeatedEffects: 0, replays: 0, fired: 0, heard: 0, found: 0, deleted: 0 }
  const summaries = (await Promise.all(parts)).map((text) => JSON.parse(text))
  expect(
    summaries.flatMap(({ failures }) => failures),
    'npm run simulate -- --seed SEED shows what happened',
  ).toEqual([])
  for (const summary of summaries) {
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += summary.counts[name]
  }
  // Where nothing dies in the middle of its work, nothing is shown.
  expect(counts.executions).toBeGreaterThan(2 * seeds)
  expect(counts.crashes).toBeGreaterThan(seeds)
  expect(counts.repeatedEffects).toBeGreaterThan(seeds / 20)
  for (const name of ['replays', 'fired', 'heard', 'found', 'deleted'] as const) expect(counts[name], name).toBeGreaterThan(seeds / 20)
})

test.each(['17', '347', '4711'])('seed %s does the same each time, in memory and on SQLite', async (seed) => {
  const [first, again, onSqlite] = await Promise.all([
    simulate('--seed', seed),
    simulate('--seed', seed),
    simulate('--seed', seed, '--sqlite'),
  ])
  expect(first.split('\n').length).toBeGreaterThan(10)
  expect(again).toBe(first)
  expect(onSqlite).toBe(first)
})
