import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Fallback } from '../jail/find-jail.ts'
import { nameOfPlan } from '../jail/jail-plan.ts'
import { runJailed } from '../jail/run-jailed.ts'
import type { RunnerHost } from '../runner-host.ts'
import { SandboxError } from '../sandbox-error.ts'
import { type Boundary, boundariesOf, type ProbeFindings } from './boundaries.ts'
import { type KernelFacts, kernelFacts } from './kernel-facts.ts'

export interface SandboxReport {
  readonly isAvailable: boolean
  /** Why code cannot run here, when it cannot. */
  readonly reason?: string
  /** What the jail is made of, such as `bubblewrap + own user + seccomp`. */
  readonly jail: string
  /** Stronger jails that were tried and did not work here. */
  readonly fallbacks: readonly Fallback[]
  readonly engine: string
  readonly boundaries: readonly Boundary[]
}

export async function reportOn(open: () => Promise<RunnerHost>): Promise<SandboxReport> {
  try {
    const host = await open()
    const together = await probe(host, true)
    const systemAlone = await probe(host, false)
    const facts = await factsOfRunner(host)
    return {
      isAvailable: true,
      jail: nameOfPlan(host.plan),
      fallbacks: host.fallbacks,
      engine: `isolated-vm ${host.cell.addonVersion}`,
      boundaries: boundariesOf(together, systemAlone, facts),
    }
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error
    return { isAvailable: false, reason: error.message, jail: 'none', fallbacks: [], engine: 'none', boundaries: [] }
  }
}

/** Lets the probe try to reach something that is really there: a port that listens, a file that anybody may read. */
async function probe(host: RunnerHost, hasPermissions: boolean): Promise<ProbeFindings> {
  const server = createServer((socket) => socket.destroy())
  const { promise: listening, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await listening
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const directory = mkdtempSync(join(tmpdir(), 'millrace-probe-'))
  const file = join(directory, 'readable.txt')
  writeFileSync(file, 'x', { mode: 0o644 })
  try {
    const args = [`${port}`, file, `${process.pid}`]
    const { stdout, stderr } = await runJailed(host.command({ type: 'node', file: 'probe.mjs', args, hasPermissions }))
    return findingsOf(stdout, stderr)
  } finally {
    server.close()
    rmSync(directory, { recursive: true })
  }
}

function findingsOf(stdout: string, stderr: string): ProbeFindings {
  try {
    return JSON.parse(stdout)
  } catch (error) {
    const message = `The probe of the sandbox did not answer: ${stderr.trim().split('\n')[0] ?? ''}`
    throw new SandboxError('SANDBOX_UNAVAILABLE', message, { cause: error })
  }
}

async function factsOfRunner(host: RunnerHost): Promise<KernelFacts | undefined> {
  const runner = host.startRunner()
  try {
    await runner.ready()
    return runner.pid === undefined ? undefined : kernelFacts(runner.pid)
  } finally {
    runner.kill(new SandboxError('CODE_CANCELED', 'The report is done'))
  }
}
