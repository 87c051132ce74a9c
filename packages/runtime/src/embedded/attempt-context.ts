import { type JsonObject, type LogLine, type StepRun, stepInput } from '@millrace/engine'
import type { Arrival, NodeContext, NodeHost } from '@millrace/kit'
import { eventDepthOf } from '../events/event-depth.ts'
import type { StepPlace } from '../ports.ts'
import type { Attempt } from './attempt.ts'

type Hooks = Pick<StepPlace, 'onSecret' | 'onEnd'>

/**
 * All that the node may use in this attempt. What it logs is added to `logs`; `hooks` is told what must be masked in what it leaves, and what
 * to do at its end. A class for speed alone, as its counterpart in the kit: what a node does not ask for is never made.
 */
export class AttemptContext implements NodeContext<JsonObject> {
  readonly params: JsonObject
  private readonly of: Attempt
  private readonly logs: LogLine[]
  private readonly hooks: Hooks
  private host: NodeHost | undefined

  constructor(of: Attempt, params: JsonObject, logs: LogLine[], hooks: Hooks) {
    this.of = of
    this.params = params
    this.logs = logs
    this.hooks = hooks
  }

  get input() {
    return stepInput(this.of.step)
  }
  get arrivals() {
    return arrivalsOf(this.of.step)
  }
  get signal() {
    return this.of.signal()
  }
  get idempotencyKey() {
    return `${this.of.state.executionId}:${this.of.step.path}`
  }
  get attempt() {
    return this.of.step.attempt
  }
  get memory() {
    return this.of.step.memory
  }
  get execution() {
    const { state, step } = this.of
    return { id: state.executionId, workflowId: state.workflow.id, step: step.path }
  }
  get fetch() {
    return this.of.ports.fetch
  }
  get files() {
    return this.reach().files
  }
  get tables() {
    return this.reach().tables
  }
  get values() {
    return this.reach().values
  }
  get connections() {
    return this.reach().connections
  }
  get guest() {
    return this.reach().guest
  }
  get events() {
    return this.reach().events
  }
  get clients() {
    return this.reach().clients
  }
  get disk() {
    return this.reach().disk
  }
  async prepared() {
    const { ports, account, state, step } = this.of
    const published = await ports.workflows.get(account, state.workflow.id, state.workflow.version)
    return published?.prepared?.[step.node.id]
  }
  resolveHost(name: string, port: number) {
    return this.reach().resolveHost(name, port)
  }
  folder(name: string) {
    return this.reach().folder(name)
  }
  now() {
    return this.of.ports.clock.now()
  }
  log(level: LogLine['level'], message: string, data?: LogLine['data']) {
    this.logs.push({ at: this.now(), level, message, ...(data !== undefined && { data }) })
  }

  private reach(): NodeHost {
    this.host ??= this.of.ports.host(placeFor(this.of, this.hooks))
    return this.host
  }
}

function placeFor({ account, state, step, node, signal }: Attempt, hooks: Hooks): StepPlace {
  return {
    account,
    workflowId: state.workflow.id,
    executionId: state.executionId,
    step: step.path,
    nodeType: node,
    eventDepth: eventDepthOf(state.trigger),
    readsSecrets: step.node.params.isSecret,
    signal,
    ...hooks,
  }
}

/** In the order of the file, so that what a node makes of them does not depend on who was faster. */
function arrivalsOf(step: StepRun): readonly Arrival[] {
  const inTime = step.arrivals.map((from, at) => ({ node: from.node.id, output: from.output, at, index: from.node.index }))
  return inTime.sort((a, b) => a.index - b.index).map(({ node, output, at }) => ({ node, output, at }))
}
