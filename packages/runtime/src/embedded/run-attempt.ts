import { evaluateForHistory, evaluateTemplate, type Json, type JsonObject, type LogLine, placeOf, stepScope } from '@millrace/engine'
import { FatalError, type NodeResult } from '@millrace/kit'
import type { Attempt, AttemptBase, AttemptEvent, AttemptOutcome } from './attempt.ts'
import { AttemptContext } from './attempt-context.ts'
import { type AttemptMask, createAttemptMask } from './attempt-mask.ts'
import { outcomeOf } from './attempt-outcome.ts'
import { classifyError } from './classify-error.ts'
import { readHidden, readsHidden, requireSecrets } from './hidden-values.ts'
import { maskEvent } from './mask-event.ts'

/**
 * Runs one attempt of a step: evaluates the parameters, resolves secrets only inside the call, masks them in all that
 * comes back. Never throws: a failure is an event. Pure nodes that answer at once give their event without a promise,
 * so that a chain of them costs no turns of the event loop.
 */
export function runAttempt(attempt: Attempt): AttemptOutcome | Promise<AttemptOutcome> {
  const { ports, step, plan } = attempt
  const base: AttemptBase = { at: 0, step: step.path, attempt: step.attempt, startedAt: ports.clock.now() }
  const mask = createAttemptMask()
  if (readsHidden(plan)) return runWithHidden(attempt, base, mask)
  try {
    const params = evaluateTemplate(step.node.params, stepScope(plan, attempt.state, placeOf(step)))
    return runNode(attempt, { ...base, input: params }, params, mask)
  } catch (error) {
    return failed(attempt, base, error, mask)
  }
}

async function runWithHidden(attempt: Attempt, base: AttemptBase, mask: AttemptMask): Promise<AttemptOutcome> {
  const { plan, state, step } = attempt
  try {
    const { values, texts } = await readHidden(attempt)
    for (const text of texts) mask.add(text)
    requireSecrets(step, values)
    const scope = stepScope(plan, state, placeOf(step), values)
    const shown = mask.mask(evaluateForHistory(step.node.params, scope))
    return await runNode(attempt, { ...base, input: shown }, evaluateTemplate(step.node.params, scope), mask)
  } catch (error) {
    return failed(attempt, base, error, mask)
  }
}

function runNode(attempt: Attempt, base: AttemptBase, params: Json, mask: AttemptMask): AttemptOutcome | Promise<AttemptOutcome> {
  const logs: LogLine[] = []
  const ends: (() => void)[] = []
  const over = () => {
    for (const end of ends.splice(0)) end()
    return withLogs(base, logs)
  }
  const succeeded = (result: NodeResult) => finish(attempt, over(), result, mask)
  const threw = (error: unknown) => failed(attempt, over(), error, mask)
  const hooks = { onSecret: mask.add, onEnd: (callback: () => void) => void ends.push(callback) }
  if (attempt.node.run === undefined)
    return threw(new FatalError(`${attempt.node.type} is a scope: the engine runs it itself.`, { code: 'BAD_NODE' }))
  try {
    // `with` is a map, and so is what it evaluates to.
    const result = attempt.node.run(new AttemptContext(attempt, params as JsonObject, logs, hooks))
    return result instanceof Promise ? result.then(succeeded).catch(threw) : succeeded(result)
  } catch (error) {
    return threw(error)
  }
}

function withLogs(base: AttemptBase, logs: readonly LogLine[]): AttemptBase {
  return logs.length === 0 ? base : { ...base, logs }
}

function finish(attempt: Attempt, base: AttemptBase, result: NodeResult, { mask, isEmpty }: AttemptMask): AttemptOutcome {
  const outcome = outcomeOf(attempt, { ...base, at: attempt.ports.clock.now() }, result)
  if (outcome.type === 'start-call' || isEmpty()) return outcome
  refuseSecretName(outcome, mask)
  return maskEvent(outcome, mask)
}

/** The name of an event is what senders look it up by, so it cannot be masked like the rest. */
function refuseSecretName(event: AttemptEvent, mask: AttemptMask['mask']): void {
  if (event.type !== 'step-waiting' || event.wait.type !== 'signal' || mask(event.wait.key) === event.wait.key) return
  throw new FatalError('The name of an event cannot hold a secret, for it is kept in the open: name the event by something else.', {
    code: 'SECRET_IN_EVENT',
  })
}

function failed(attempt: Attempt, base: AttemptBase, error: unknown, { mask }: AttemptMask): AttemptEvent {
  const event: AttemptEvent = {
    ...base,
    at: attempt.ports.clock.now(),
    type: 'step-failed',
    error: classifyError(error),
    random: attempt.ports.random(),
  }
  return maskEvent(event, mask)
}
