import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from '../../support/checkout.ts'
import { buildProduct, buildProgram } from '../build/build-product.ts'
import { runPowerLoss } from '../disk/run-power-loss.ts'
import { hasStrace } from '../disk/strace.ts'
import { runFailPoints } from '../fail-points/run-fail-points.ts'
import { runKills } from '../kills/run-kills.ts'
import type { PlantedBug } from './planted-bugs.ts'

/** Something that may notice a bug. */
export interface Suite {
  readonly name: string
  /** What it noticed, or undefined. */
  notices(bug: PlantedBug, seed: number): Promise<string | undefined>
}

/** The cheap ones first. */
export const suites: readonly Suite[] = [
  testsIn('store conformance', ['packages/store-sqlite/src']),
  testsIn(
    'engine rules',
    ['resume', 'time', 'waits', 'ends', 'random-graphs'].map((name) => `packages/engine/src/execution/${name}.test.ts`),
  ),
  testsIn('driver behaviour', ['packages/runtime/src/embedded']),
  testsIn('server', ['packages/server/src/routes', 'packages/server/src/webhook']),
  { name: 'power loss', notices: noticedInPowerLoss },
  testsIn('simulation', ['e2e/faults/simulation']),
  trial('deaths at fail-points', (script, seed) => runFailPoints({ rounds: 1, seed, script })),
  trial('kills at random times', (script, seed) => runKills({ kills: 25, seed, script })),
]

const longestMs = 300_000

function testsIn(name: string, places: readonly string[]): Suite {
  return { name, notices: (bug) => failureOf(bug, places) }
}

/** Runs the tests of these files with the bug planted; resolves with the first that fails. */
export function failureOf(bug: PlantedBug, places: readonly string[]): Promise<string | undefined> {
  return new Promise<string>((resolve, reject) => {
    const config = join(checkout, 'e2e/faults/planted/vitest.planted.config.ts')
    const args = [join(checkout, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config, ...places]
    const env = { ...process.env, MILLRACE_PLANTED_BUG: bug.name, MILLRACE_TEST_SCALE: '0.05', NO_COLOR: '1' }
    const child = spawn(process.execPath, args, { cwd: checkout, env, timeout: longestMs, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (output += part.toString()))
    child.once('error', reject)
    // One that was stopped because it took too long has noticed nothing: the machine may have been busy.
    child.once('close', (code) => resolve(code === 0 || code === null ? '' : output))
  }).then((output) => (output === '' ? undefined : failedTest(output)))
}

/** A file without a test behind it was only broken off, for the first failure ends the run; or nothing could be run, which notices nothing. */
function failedTest(output: string): string {
  const [, test] = /FAIL\s+(\S+ > .+)/.exec(output) ?? []
  if (test === undefined) throw new Error(`The tests ended badly, and none of them failed:\n${output.trim().slice(-2000)}`)
  return test.trim()
}

/** Only what the writer is made of can be planted into it. */
async function noticedInPowerLoss(bug: PlantedBug, seed: number): Promise<string | undefined> {
  if (!bug.patches.every(({ file }) => file.startsWith('packages/store-sqlite/')) || !hasStrace()) return undefined
  const { script, remove } = await buildProgram({ source: "await import('./writer.ts')\n", folder: 'e2e/faults/disk' }, bug.patches)
  try {
    const { violations, directory } = await runPowerLoss({ images: 60, seed, waves: 60, writer: script })
    rmSync(directory, { recursive: true, force: true })
    return violations[0]
  } finally {
    await remove()
  }
}

function trial(
  name: string,
  run: (script: string, seed: number) => Promise<{ readonly violations: readonly string[]; readonly directory: string }>,
): Suite {
  return {
    name,
    async notices(bug, seed) {
      const { script, remove } = await buildProduct(bug.patches)
      try {
        const { violations, directory } = await run(script, seed)
        rmSync(directory, { recursive: true, force: true })
        return violations[0]
      } catch (error) {
        // The server would not start, or ended by itself: that is noticing too.
        return error instanceof Error ? error.message : String(error)
      } finally {
        await remove()
      }
    },
  }
}
