import {
  type Command,
  type ExecutionEvent,
  type ExecutionState,
  evaluateForHistory,
  evaluateTemplate,
  type Json,
  type JsonObject,
  type LogLine,
  type Plan,
  placeOf,
  type StepRun,
  stepInput,
  stepScope,
} from '@millrace/engine'
import { FatalError, type NodeContext, type NodeHost, type NodeResult, type NodeType } from '@millrace/kit'
import { calledExecutionId } from '../execution-id.ts'
import type { RuntimePorts, StepPlace } from '../ports.ts'
import { createSecretMask, type SecretMask } from '../secrets/mask-secrets.ts'
import { classifyError } from './classify-error.ts'
import { maskEvent } from './mask-event.ts'

export type RunStep = Extract<Command, { type: 'run-step' }>
export type AttemptEvent = Extract<ExecutionEvent, { type: 'step-succeeded' | 'step-failed' | 'step-waiting' }>

/** What an attempt ends with: its event, or a call that must be made before there is one. */
export type AttemptOutcome = AttemptEvent | { readonly type: 'start-call'; readonly event: AttemptEvent; readonly call: CallRequest }

export interface CallRequest {
  readonly executionId: string
  readonly workflow: string
  readonly version?: number
  readonly inputs: JsonObject
}

export interface Attempt {
  readonly ports: RuntimePorts
  readonly account: string
  readonly plan: Plan
  readonly state: ExecutionState
  readonly step: StepRun
  readonly node: NodeType
  readonly signal: () => AbortSignal
}

/**
 * Runs one attempt of a step: evaluates the parameters, resolves secrets only inside the call, masks them in all that
 * comes back. Never throws: a failure is an event. Pure nodes that answer at once give their event without a promise,
 * so that a chain of them costs no turns of the event loop.
 */
export function runAttempt(attempt: Attempt): AttemptOutcome | Promise<AttemptOutcome> {
  const { ports, step, plan } = attempt
  const base: Base = { at: 0, step: step.path, attempt: step.attempt, startedAt: ports.clock.now() }
  if (plan.uses.secrets.length > 0) return runWithSecrets(attempt, base)
  try {
    const params = evaluateTemplate(step.node.params, stepScope(plan, attempt.state, placeOf(step)))
    return runNode(attempt, { ...base, input: params }, params, unmasked)
  } catch (error) {
    return failed(attempt, base, error, unmasked)
  }
}

interface Base {
  readonly at: number
  readonly step: string
  readonly attempt: number
  readonly startedAt: number
  readonly input?: Json
  readonly logs?: readonly LogLine[]
}

const unmasked: SecretMask = (value) => value

async function runWithSecrets(attempt: Attempt, base: Base): Promise<AttemptOutcome> {
  const { ports, account, plan, state, step } = attempt
  let mask = unmasked
  try {
    const secrets = await readSecrets(ports, account, plan)
    mask = createSecretMask(Object.values(secrets))
    requireSecrets(step, secrets)
    const scope = stepScope(plan, state, placeOf(step), { secrets })
    const shown = mask(evaluateForHistory(step.node.params, scope))
    return await runNode(attempt, { ...base, input: shown }, evaluateTemplate(step.node.params, scope), mask)
  } catch (error) {
    return failed(attempt, base, error, mask)
  }
}

async function readSecrets(ports: RuntimePorts, account: string, plan: Plan): Promise<Record<string, string>> {
  const found: Record<string, string> = Object.create(null)
  for (const name of plan.uses.secrets) {
    const value = await ports.secrets.get(account, name)
    if (value !== undefined) found[name] = value
  }
  return found
}

function requireSecrets(step: StepRun, secrets: Readonly<Record<string, string>>): void {
  for (const { root, path } of step.node.params.references) {
    const name = path[0]
    if (root !== 'secrets' || name === undefined || name in secrets) continue
    throw new FatalError(`There is no secret ${name}: set it with "millrace secret set ${name}" or MILLRACE_SECRET_${name}.`, {
      code: 'SECRET_MISSING',
    })
  }
}

function runNode(attempt: Attempt, base: Base, params: Json, mask: SecretMask): AttemptOutcome | Promise<AttemptOutcome> {
  const logs: LogLine[] = []
  const succeeded = (result: NodeResult) => finish(attempt, withLogs(base, logs), result, mask)
  const threw = (error: unknown) => failed(attempt, withLogs(base, logs), error, mask)
  if (attempt.node.run === undefined)
    return threw(new FatalError(`${attempt.node.type} is a scope: the engine runs it itself.`, { code: 'BAD_NODE' }))
  try {
    const result = attempt.node.run(contextFor(attempt, params as JsonObject, logs)) // `with` is a map, and so is what it evaluates to.
    return result instanceof Promise ? result.then(succeeded).catch(threw) : succeeded(result)
  } catch (error) {
    return threw(error)
  }
}

function withLogs(base: Base, logs: readonly LogLine[]): Base {
  return logs.length === 0 ? base : { ...base, logs }
}

function contextFor(attempt: Attempt, params: JsonObject, logs: LogLine[]): NodeContext<JsonObject> {
  const { ports, state, step } = attempt
  let made: NodeHost | undefined
  const host = () => {
    made ??= ports.host(placeFor(attempt))
    return made
  }
  return {
    params,
    input: stepInput(step),
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

function placeFor({ account, state, step, node, signal }: Attempt): StepPlace {
  return {
    account,
    workflowId: state.workflow.id,
    executionId: state.executionId,
    step: step.path,
    nodeType: node,
    signal,
    onSecret: () => undefined,
  }
}

function finish(attempt: Attempt, base: Base, result: NodeResult, mask: SecretMask): AttemptOutcome {
  const outcome = toOutcome(attempt, { ...base, at: attempt.ports.clock.now() }, result)
  return outcome.type === 'start-call' ? outcome : maskEvent(outcome, mask)
}

function toOutcome(attempt: Attempt, base: Base, result: NodeResult): AttemptOutcome {
  const port = attempt.step.node.ports[0] ?? 'success'
  const { output = null } = (result ?? {}) as { readonly output?: Json }
  switch (result?.type) {
    case 'done':
      return { ...base, type: 'step-succeeded', port: result.port ?? port, output }
    case 'respond':
      return { ...base, type: 'step-succeeded', port, output, response: result.response }
    case 'wait':
      if (!isTime(result.until)) throw badNode(attempt, `waits until ${result.until}, which is no time`)
      return { ...base, type: 'step-waiting', wait: { type: 'time', until: result.until, output } }
    case 'again':
      if (!isTime(result.until)) throw badNode(attempt, `asks to be run again at ${result.until}, which is no time`)
      return { ...base, type: 'step-waiting', wait: { type: 'again', until: result.until, memory: result.memory } }
    case 'stop':
      return toStop(attempt, base, result, port)
    case 'call':
      return toCall(attempt, base, result, port)
    default:
      throw badNode(attempt, 'answers with what is no result: let it return done(…) or another one of the kit')
  }
}

/** A stop that fails is a failure like any other, so that a `try` around it may catch it. */
function toStop(attempt: Attempt, base: Base, result: Extract<NodeResult, { type: 'stop' }>, port: string): AttemptEvent {
  const { status, message, only } = result
  const output = result.output ?? null // From a node without types it may be missing.
  if (status === 'success') {
    const stop = { status, ...(message !== undefined && { message }), ...(only !== undefined && { only }) }
    return { ...base, type: 'step-succeeded', port, output, stop }
  }
  const details = { ...(output !== null && { details: output }) }
  return failed(attempt, base, new FatalError(message ?? 'Workflow stopped', { code: 'STOPPED', ...details }), unmasked)
}

/** A node is somebody's code, its types perhaps erased: what it must not give would otherwise never end, or end the process. */
function badNode({ node }: Attempt, what: string): FatalError {
  return new FatalError(`Node type ${node.type} ${what}.`, { code: 'BAD_NODE' })
}

const lastTime = 8.64e15

/** A wait that has no time would have no end either. */
function isTime(until: number): boolean {
  return Number.isFinite(until) && Math.abs(until) <= lastTime
}

function toCall(attempt: Attempt, base: Base, result: Extract<NodeResult, { type: 'call' }>, port: string): AttemptOutcome {
  if (attempt.step.node.params.isSecret) {
    return failed(
      attempt,
      base,
      new FatalError('A secret cannot be handed to another workflow: let that one name the secret itself.', { code: 'SECRETS_IN_CALL' }),
      unmasked,
    )
  }
  const call: CallRequest = {
    executionId: calledExecutionId(attempt.state.executionId, attempt.step.path, attempt.step.attempt),
    workflow: result.workflow,
    inputs: result.inputs,
    ...(result.version !== undefined && { version: result.version }),
  }
  if (result.wait) return { ...base, type: 'step-waiting', wait: { type: 'call', ...call } }
  const event: AttemptEvent = { ...base, type: 'step-succeeded', port, output: { executionId: call.executionId } }
  return { type: 'start-call', event, call }
}

function failed(attempt: Attempt, base: Base, error: unknown, mask: SecretMask): AttemptEvent {
  const event: AttemptEvent = {
    ...base,
    at: attempt.ports.clock.now(),
    type: 'step-failed',
    error: classifyError(error),
    random: attempt.ports.random(),
  }
  return maskEvent(event, mask)
}
