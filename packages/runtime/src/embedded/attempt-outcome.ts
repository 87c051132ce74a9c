import type { Json, Wait } from '@millrace/engine'
import { FatalError, type NodeResult } from '@millrace/kit'
import { calledExecutionId } from '../execution-id.ts'
import { hashOfToken } from '../waiting/waiting-addresses.ts'
import type { Attempt, AttemptBase, AttemptEvent, AttemptOutcome, CallRequest } from './attempt.ts'

/** What a node's answer means. Throws for what is no answer, and for a failure that the node answers with. */
export function outcomeOf(attempt: Attempt, base: AttemptBase, result: NodeResult): AttemptOutcome {
  const port = attempt.step.node.ports[0] ?? 'success'
  const { output = null } = (result ?? {}) as { readonly output?: Json }
  switch (result?.type) {
    case 'done':
      return { ...base, type: 'step-succeeded', port: result.port ?? port, output }
    case 'respond':
      return { ...base, type: 'step-succeeded', port, output, response: result.response }
    case 'wait':
      if (!isTime(result.until)) throw badNode(attempt, `waits until ${result.until}, which is no time`)
      return { ...base, type: 'step-waiting', wait: { type: 'time', until: result.until, output, clock: 'wall' } }
    case 'wait-for':
      if (!isTime(base.at + result.ms)) throw badNode(attempt, `waits for ${result.ms} ms, which is no time`)
      return { ...base, type: 'step-waiting', wait: { type: 'time', until: base.at + result.ms, output } }
    case 'again':
      if (!isTime(result.until)) throw badNode(attempt, `asks to be run again at ${result.until}, which is no time`)
      return { ...base, type: 'step-waiting', wait: { type: 'again', until: result.until, memory: result.memory } }
    case 'signal':
      return { ...base, type: 'step-waiting', wait: signalWait(attempt, result) }
    case 'stop':
      return toStop(base, result, port)
    case 'call':
      return toCall(attempt, base, result, port)
    default:
      throw badNode(attempt, 'answers with what is no result: let it return done(…) or another one of the kit')
  }
}

/** A stop that fails is a failure like any other, so that a `try` around it may catch it. */
function toStop(base: AttemptBase, result: Extract<NodeResult, { type: 'stop' }>, port: string): AttemptEvent {
  const { status, message, only } = result
  const output = result.output ?? null // From a node without types it may be missing.
  if (status === 'success') {
    const stop = { status, ...(message !== undefined && { message }), ...(only !== undefined && { only }) }
    return { ...base, type: 'step-succeeded', port, output, stop }
  }
  const details = { ...(output !== null && { details: output }) }
  throw new FatalError(message ?? 'Workflow stopped', { code: 'STOPPED', ...details })
}

/** Of a token only its hash is recorded: the token itself follows from the step, whenever it is asked for. */
function signalWait(attempt: Attempt, { channel, key, until, about }: Extract<NodeResult, { type: 'signal' }>): Wait {
  const { ports, account, state, step } = attempt
  if (until !== undefined && !isTime(until)) throw badNode(attempt, `waits until ${until}, which is no time`)
  const more = { ...(until !== undefined && { until }), ...(about !== undefined && { about }) }
  if (channel === 'token') {
    const token = ports.addresses.tokenOf({ account, executionId: state.executionId, step: step.path })
    return { type: 'signal', channel, key: hashOfToken(token), ...more }
  }
  if (typeof key !== 'string' || key === '') throw badNode(attempt, 'waits for an event without a name')
  return { type: 'signal', channel, key, ...more }
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

function toCall(attempt: Attempt, base: AttemptBase, result: Extract<NodeResult, { type: 'call' }>, port: string): AttemptOutcome {
  if (attempt.step.node.params.isSecret) {
    throw new FatalError('A secret cannot be handed to another workflow: let that one name the secret itself.', {
      code: 'SECRETS_IN_CALL',
    })
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
