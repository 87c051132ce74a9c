import { isFinal, type Json, readShownLog, type Wait } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { RuntimePorts } from '../ports.ts'
import { hashOfToken, type WaitingAddresses } from './waiting-addresses.ts'

/** A step that waits for somebody to answer. */
export interface OpenWait {
  readonly account: string
  readonly executionId: string
  readonly workflowId: string
  /** The step path. */
  readonly step: string
  readonly channel: 'event' | 'token'
  /** The event it waits for. */
  readonly event?: string
  /** The single-use address at which it is answered. A credential: for those who may see the execution, and nobody's log. */
  readonly url?: string
  readonly until?: number
  /** What whoever is asked should know. */
  readonly about?: Json
}

type Ports = Pick<RuntimePorts, 'store' | 'workflows' | 'addresses'>

/** What the steps of an execution wait for, as it is on disk. Empty for one that is unknown or over: the log of one that crashed still ends with waits. */
export async function openWaits({ store, workflows, addresses }: Ports, account: string, id: string): Promise<readonly OpenWait[]> {
  const summary = await store.executions.get(account, id)
  const published = summary && (await workflows.get(account, summary.workflowId, summary.workflowVersion))
  if (summary === undefined || published === undefined || isFinal(summary.status)) return []
  const log = readShownLog(published.plan)
  const waits = new Map<string, AwaitedSignal>()
  for (const event of await store.executions.log(account, id)) {
    for (const { step, status } of log.read(event) ?? []) if (status !== 'waiting') waits.delete(step)
    if (event.type === 'step-waiting' && event.wait.type === 'signal') waits.set(event.step, { ...event.wait, step: event.step })
  }
  return [...waits.values()].map((signal) => openWait(addresses, summary, signal))
}

type AwaitedSignal = Omit<Extract<Wait, { type: 'signal' }>, 'type'> & { readonly step: string }

/** The wait at this token, or undefined when nobody waits there: unknown, used and expired are all the same. */
export async function openWaitAt(ports: Ports, token: string): Promise<OpenWait | undefined> {
  const row = await ports.store.executions.waitingForToken(hashOfToken(token))
  if (row === undefined) return undefined
  const waits = await openWaits(ports, row.account, row.executionId)
  return waits.find(({ step, channel }) => step === row.step && channel === 'token')
}

function openWait(addresses: WaitingAddresses, summary: ExecutionSummary, signal: AwaitedSignal): OpenWait {
  const { account, id: executionId, workflowId } = summary
  const { step, channel, key, until, about } = signal
  const token = channel === 'token' ? addresses.tokenOf({ account, executionId, step }) : undefined
  // After a change of the instance's key the address that was handed out still works, but nobody can tell it any more.
  const isKnown = token !== undefined && hashOfToken(token) === key
  return {
    account,
    executionId,
    workflowId,
    step,
    channel,
    ...(channel === 'event' && { event: key }),
    ...(isKnown && { url: addresses.urlOf(token) }),
    ...(until !== undefined && { until }),
    ...(about !== undefined && { about }),
  }
}
