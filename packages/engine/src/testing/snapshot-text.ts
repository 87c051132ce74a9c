import { activeRuns, type ExecutionState, type SectionRun, type StepRun } from '../execution/state.ts'

/**
 * What an execution is at a moment, as text: everything that decides how it goes on. Recorded histories hold its hash, so a field
 * is never added or taken away here; what the state has besides is the engine's own business.
 */
export function snapshotText(state: ExecutionState): string {
  return JSON.stringify({
    status: state.status,
    executionId: state.executionId,
    startedAt: state.startedAt,
    workflow: state.workflow,
    trigger: state.trigger,
    inputs: state.inputs,
    vars: state.vars,
    env: state.env,
    result: state.result,
    error: state.error ?? null,
    live: [...state.live.keys()],
    timers: [...state.timers],
    root: state.root === undefined ? null : section(state.root),
  })
}

function section({ prefix, section: { part }, input, iteration, item, error, steps }: SectionRun): unknown {
  return { prefix, part, input, iteration: iteration ?? null, item: item ?? null, error: error ?? null, steps: steps.map(step) }
}

function step({ path, node, status, attempt, scheduledAt, port, output, error, pathError, wait, arrivals, scope }: StepRun): unknown {
  return {
    path,
    node: node.id,
    status,
    attempt,
    scheduledAt,
    port: port ?? null,
    output,
    error: error ?? null,
    pathError: pathError ?? null,
    wait: wait ?? null,
    arrivals: arrivals.map((from) => from.path),
    inside: scope === undefined ? null : activeRuns(scope).map(section),
  }
}
