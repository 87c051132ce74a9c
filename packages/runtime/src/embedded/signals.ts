import type { ExecutionEvent } from '@millrace/engine'
import { StoreError, type WaitingStep } from '@millrace/store'
import type { Driver, SignalRequest } from '../driver.ts'
import type { RuntimePorts } from '../ports.ts'
import { createSecretMask } from '../secrets/mask-secrets.ts'
import { hashOfToken } from '../waiting/waiting-addresses.ts'
import type { Deliver } from './delivery.ts'
import { readSecrets } from './hidden-values.ts'

/** So many executions are loaded at a time for one event, so that a popular one leaves room for the others. */
const batchSize = 200

type Ports = Pick<RuntimePorts, 'store' | 'workflows' | 'secrets' | 'clock'>

/** Answers for steps that wait. Whether a step waits is decided by the execution itself when it hears the answer: the rows only find it. */
export function createSignals(ports: Ports, deliver: Deliver): Pick<Driver, 'signal' | 'emit'> {
  const { store, workflows, clock } = ports
  const { executions } = store

  async function signal({ to, ...answer }: SignalRequest): ReturnType<Driver['signal']> {
    if (!('token' in to)) return send(to, undefined, answer)
    const waiting = await executions.waitingForToken(hashOfToken(to.token))
    if (waiting === undefined) return 'not-waiting'
    // What came over the address may name the address, as a Referer header does.
    return send(waiting, 'token', answer, [to.token])
  }

  async function send(
    { account, executionId, step }: Pick<WaitingStep, 'account' | 'executionId' | 'step'>,
    channel: WaitingStep['channel'] | undefined,
    { data: sent, port, by }: Omit<SignalRequest, 'to'>,
    hidden: readonly string[] = [],
  ): ReturnType<Driver['signal']> {
    const data = createSecretMask([...(await secretsOf(account, executionId)), ...hidden])(sent)
    const more = { ...(channel && { channel }), ...(port !== undefined && { port }), ...(by !== undefined && { by }) }
    const makeEvent = (): ExecutionEvent => ({ type: 'signal-received', at: clock.now(), step, data, ...more })
    return (await deliver(account, executionId, makeEvent)) === 'recorded' ? 'received' : 'not-waiting'
  }

  /** What comes back from outside may repeat what the workflow has sent there. */
  async function secretsOf(account: string, id: string): Promise<readonly string[]> {
    const summary = await executions.get(account, id)
    const published = summary && (await workflows.get(account, summary.workflowId, summary.workflowVersion).catch(unreadable))
    return published === undefined ? [] : Object.values(await readSecrets({ ports, account, plan: published.plan }))
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
    let failure: { readonly error: unknown } | undefined
    for (let from = 0; from < waiting.length; from += batchSize) {
      const sent = waiting.slice(from, from + batchSize).map((step) => send(step, 'event', answer))
      for (const outcome of await Promise.allSettled(sent)) {
        if (outcome.status === 'rejected') failure ??= { error: outcome.reason }
        else if (outcome.value === 'received') received++
      }
    }
    // Said at the end, so that one that cannot be reached keeps the event from no other.
    if (failure !== undefined) throw failure.error
    return received
  }

  return { signal, emit }
}

/** A version that nobody can read any more ends its execution as crashed: that is the loader's to say, and nothing is recorded of the answer. */
function unreadable(error: unknown): undefined {
  if (error instanceof StoreError) throw error
}
