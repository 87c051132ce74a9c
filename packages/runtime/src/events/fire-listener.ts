import { createHash } from 'node:crypto'
import { ExpressionError, evaluateTemplate, type Json, type JsonObject } from '@millrace/engine'
import { type EventFiring, failPoint, type NewStoredEvent, StoreError } from '@millrace/store'
import type { Driver } from '../driver.ts'
import { RuntimeError } from '../errors.ts'
import { executionIdAt } from '../execution-id.ts'
import { tooDeep } from './event-bus.ts'
import { type Listener, namesOf } from './listeners.ts'

export interface FireListenerPorts {
  readonly driver: Pick<Driver, 'start'>
  readonly maxDepth: number
  onTrouble(error: unknown): void
}

/**
 * What one trigger makes of an event: undefined where it is not meant after all. Asked again it starts nothing twice, for the id of the
 * execution follows from event and trigger. Rejects only with what may pass: trouble of the store, or of a process that is closing.
 */
export function fireListener(ports: FireListenerPorts, event: NewStoredEvent, listener: Listener): Promise<EventFiring | undefined> {
  const { account, workflowId, triggerId, type } = listener
  return firingOf(ports, listener, async () => {
    const data = triggerData(event, listener)
    if (data === undefined) return undefined
    // What no step has sent is not refused where it is made, for an end must be recorded.
    if (event.depth > ports.maxDepth) throw tooDeep(event.name, event.source, ports.maxDepth)
    const executionId = firedExecutionId(event, listener)
    failPoint('event-fired')
    await ports.driver.start({ account, workflowId, executionId, trigger: { id: triggerId, type, data } })
    return executionId
  })
}

/** `start` gives the id of what it has started, if anything. */
export async function firingOf(
  { onTrouble }: FireListenerPorts,
  { workflowId, triggerId }: Listener,
  start: () => Promise<string | undefined>,
): Promise<EventFiring | undefined> {
  try {
    const executionId = await start()
    return executionId === undefined ? undefined : { workflowId, triggerId, outcome: 'started', executionId }
  } catch (error) {
    if (mayPass(error)) throw error
    // Where limits refuse a start, that is what they are for.
    if (!(error instanceof RuntimeError)) onTrouble(error)
    return { workflowId, triggerId, outcome: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
}

/** Undefined where the trigger does not want it. */
export function triggerData(event: NewStoredEvent, { hearing, triggerId, type, filter, vars }: Listener): JsonObject | undefined {
  if (hearing.accepts?.(event) === false) return undefined
  const data = { ...hearing.data(event), eventDepth: event.depth }
  if (filter === undefined) return data
  return evaluateFilter(filter, { trigger: { id: triggerId, type, ...data }, vars }) ? data : undefined
}

function evaluateFilter(filter: NonNullable<Listener['filter']>, names: JsonObject): boolean {
  let value: Json
  try {
    value = evaluateTemplate(filter, namesOf(names))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new RuntimeError('FILTER_INVALID', `The filter cannot be evaluated for this event: ${error.message}.`)
  }
  return Boolean(value)
}

function firedExecutionId({ account, id, at }: NewStoredEvent, { workflowId, triggerId }: Listener): string {
  return executionIdAt(at, createHash('sha256').update(`event\n${account}\n${workflowId}\n${triggerId}\n${id}`).digest())
}

function mayPass(error: unknown): boolean {
  return (error instanceof StoreError && error.code !== 'VALUE_UNWRITABLE') || (error instanceof RuntimeError && error.code === 'CLOSED')
}
