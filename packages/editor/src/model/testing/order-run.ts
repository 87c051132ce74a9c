import type { RunStep, RunView } from '../overlay/run.ts'

export const runStart = Date.UTC(2027, 2, 1)

export function runStep(step: string, fromMs: number, toMs: number | undefined, given: Partial<RunStep> = {}): RunStep {
  const iso = (ms: number) => new Date(runStart + ms).toISOString()
  return {
    step,
    node: step.split('.').at(-1) ?? '',
    status: toMs === undefined ? 'running' : 'success',
    startedAt: iso(fromMs),
    ...(toMs !== undefined && { finishedAt: iso(toMs), durationMs: toMs - fromMs, port: 'success' }),
    attempts: [{ startedAt: iso(fromMs) }],
    ...given,
  }
}

/** An execution of the order that failed while it shipped the second line. */
export function failedRun(): RunView {
  return {
    triggerId: 'placed',
    status: 'failed',
    error: { step: 'each_line[1].ship' },
    steps: [
      runStep('is_large', 0, 1, { port: 'false' }),
      runStep('review', 1, 1, { status: 'skipped', port: undefined, attempts: [] }),
      runStep('charge', 1, 50),
      runStep('each_line', 50, 200, { status: 'failed', port: undefined }),
      runStep('tell', 50, 60),
      runStep('each_line[0].ship', 60, 100, { output: { items: [1, 2, 3] } }),
      runStep('each_line[0].pack', 100, 110),
      runStep('each_line[1].ship', 110, 200, { status: 'failed', port: undefined, error: { message: 'no' } }),
    ],
  }
}
