import type { ExecutionEvent } from '@millrace/engine'
import type { WaitingStep } from '@millrace/store'
import type { Driver, SignalRequest } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import { createSecretMask } from '../secrets/mask-secrets.ts'
import { hashOfToken } from '../waiting/waiting-addresses.ts'
import type { Deliver } from './delivery.ts'

/** So many executions are loaded at a time for one event, so that a popular one leaves room for the others. */
const batchSize = 200

/** Answers for steps that wait. Whether a step waits is decided by the execution itself when it hears the answer: the rows only find it. */
export function createSignals({ store, clock }: Pick<RuntimePorts, 'store' | 'clock'>, deliver: Deliver): Pick<Driver, 'signal' | 'emit'> {
  const { executions } = store

  async function signal({ to, ...answer }: SignalRequest): ReturnType<Driver['signal']> {
    if (!('token' in to)) return send(to, undefined, answer)
    const waiting = await executions.waitingForToken(hashOfToken(to.token))
    if (waiting === undefined) return 'not-waiting'
    // What came over the address may name the address, as a Referer header does.
    return send(waiting, 'token', { ...answer, data: createSecretMask([to.token])(answer.data) })
  }

  async function send(
    { account, executionId, step }: Pick<WaitingStep, 'account' | 'executionId' | 'step'>,
    channel: WaitingStep['channel'] | undefined,
    { data, port, by }: Omit<SignalRequest, 'to'>,
  ): ReturnType<Driver['signal']> {
    const more = { ...(channel && { channel }), ...(port !== undefined && { port }), ...(by !== undefined && { by }) }
    const makeEvent = (): ExecutionEvent => ({ type: 'signal-received', at: clock.now(), step, data, ...more })
    return (await deliver(account, executionId, makeEvent)) === 'recorded' ? 'received' : 'not-waiting'
  }

  /** All of them are found before the first is told: one that waits for the same event again is not sent it twice. */
  async function emit({ account, name, ...answer }: Parameters<Driver['emit']>[0]): Promise<number> {
    const waiting: WaitingStep[] = []
    for (let cursor: string | undefined, isMore = true; isMore; isMore = cursor !== undefined) {
      const page = await executions.waitingForEvent(account, name, { limit: 1000, ...(cursor !== undefined && { cursor }) })
      waiting.push(...page.items)
      cursor = page.nextCursor
    }
    let received = 0
    for (let from = 0; from < waiting.length; from += batchSize) {
      const sent = waiting.slice(from, from + batchSize).map((step) => send(step, 'event', answer))
      for (const outcome of await Promise.all(sent)) if (outcome === 'received') received++
    }
    return received
  }

  return { signal, emit }
}
