import type { JailPlan } from './jail-plan.ts'

/** What the kernel lets one runner have, whatever runs in it. */
export interface ProcessLimits {
  /** Of a runner's whole life: it is recycled long before, so that only a runaway meets this. */
  readonly cpuSeconds: number
  /** Writable private memory. Address space itself cannot be limited: V8 reserves gigabytes that it never touches. */
  readonly dataBytes: number
  readonly openFiles: number
  /** Of one user, threads too. Node and V8 have about a dozen. */
  readonly processes: number
}

export function processLimits(maxMemoryMb: number, { hasOwnUser }: Pick<JailPlan, 'hasOwnUser'>): ProcessLimits {
  return {
    cpuSeconds: 7_200,
    dataBytes: (512 + 2 * maxMemoryMb) * 2 ** 20,
    openFiles: 64,
    // The kernel counts by user: without one of its own, a runner is counted with the server and all that its user runs.
    processes: hasOwnUser ? 128 : 4_096,
  }
}

export function prlimitArguments({ cpuSeconds, dataBytes, openFiles, processes }: ProcessLimits): readonly string[] {
  const limits = { core: 0, fsize: 0, cpu: cpuSeconds, data: dataBytes, nofile: openFiles, nproc: processes }
  return Object.entries(limits).map(([name, value]) => `--${name}=${value}`)
}

/** For machines without prlimit. Not every shell knows each of them, so one that is missing is no reason to stop. */
export function ulimitScript({ cpuSeconds, openFiles, processes }: ProcessLimits): string {
  const limits = ['-c 0', '-f 0', `-t ${cpuSeconds}`, `-n ${openFiles}`, `-u ${processes}`]
  return `${limits.map((limit) => `ulimit ${limit} 2>&-`).join('; ')}; exec "$@"`
}
