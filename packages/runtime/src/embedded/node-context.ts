import { type JsonObject, type LogLine, type StepRun, stepInput } from '@millrace/engine'
import type { Arrival, NodeContext, NodeHost } from '@millrace/kit'
import type { StepPlace } from '../ports.ts'
import type { Attempt } from './attempt.ts'

/** All that the node may use in this attempt. What it logs is added to `logs`; `hooks` is told what must be masked in what it leaves, and what to do at its end. */
export function nodeContext(
  attempt: Attempt,
  params: JsonObject,
  logs: LogLine[],
  hooks: Pick<StepPlace, 'onSecret' | 'onEnd'>,
): NodeContext<JsonObject> {
  const { ports, state, step } = attempt
  let made: NodeHost | undefined
  const host = () => {
    made ??= ports.host(placeFor(attempt, hooks))
    return made
  }
  return {
    params,
    input: stepInput(step),
    get arrivals() {
      return arrivalsOf(step)
    },
    get signal() {
      return attempt.signal()
    },
    idempotencyKey: `${state.executionId}:${step.path}`,
    attempt: step.attempt,
    now: () => ports.clock.now(),
    fetch: ports.fetch,
    log(level, message, data) {
      logs.push({ at: ports.clock.now(), level, message, ...(data !== undefined && { data }) })
    },
    memory: step.memory,
    execution: { id: state.executionId, workflowId: state.workflow.id, step: step.path },
    prepared: undefined,
    get files() {
      return host().files
    },
    get values() {
      return host().values
    },
    get connections() {
      return host().connections
    },
    get guest() {
      return host().guest
    },
    get clients() {
      return host().clients
    },
    resolveHost: (name, port) => host().resolveHost(name, port),
    folder: (name) => host().folder(name),
  }
}

function placeFor({ account, state, step, node, signal }: Attempt, hooks: Pick<StepPlace, 'onSecret' | 'onEnd'>): StepPlace {
  return {
    account,
    workflowId: state.workflow.id,
    executionId: state.executionId,
    step: step.path,
    nodeType: node,
    signal,
    ...hooks,
  }
}

/** In the order of the file, so that what a node makes of them does not depend on who was faster. */
function arrivalsOf(step: StepRun): readonly Arrival[] {
  const inTime = step.arrivals.map((from, at) => ({ node: from.node.id, output: from.output, at, index: from.node.index }))
  return inTime.sort((a, b) => a.index - b.index).map(({ node, output, at }) => ({ node, output, at }))
}
