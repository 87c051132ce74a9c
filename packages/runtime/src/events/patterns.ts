import { createHash } from 'node:crypto'
import { ExpressionError, evaluateTemplate, type Json, type JsonObject } from '@millrace/engine'
import { type EventFiring, encodeJson, type NewStoredEvent, type PatternChange, type PatternKey, type Store } from '@millrace/store'
import { RuntimeError } from '../errors.ts'
import { executionIdAt } from '../execution-id.ts'
import { largestEventBytes, tooDeep } from './event-bus.ts'
import { type FireListenerPorts, firingOf, triggerData } from './fire-listener.ts'
import { type Listener, type Listeners, namesOf } from './listeners.ts'
import { afterEvent, afterTime, type PatternStep, type Seen, wakeTimeOf } from './pattern-steps.ts'

export interface PatternPorts extends FireListenerPorts {
  readonly store: Pick<Store, 'events'>
  readonly listeners: Pick<Listeners, 'find'>
}

/**
 * What patterns make of some events in a row. Nothing of it is kept until `changes` are written, together with the cursor: whatever dies before
 * that, the same events come again and start the same executions.
 */
export interface PatternRun {
  /** In the order of the events. */
  take(event: NewStoredEvent, listener: Listener): Promise<EventFiring | undefined>
  /** Time has passed for a pattern that is kept. Undefined where that fires nothing, with the event that a firing belongs to elsewhere. */
  look(key: PatternKey, now: number): Promise<{ readonly eventId: string; readonly firing: EventFiring } | undefined>
  changes(): readonly PatternChange[]
}

export function createPatternRun(ports: PatternPorts): PatternRun {
  const { store, listeners } = ports
  const changed = new Map<string, PatternChange>()

  /** What was seen before the trigger was changed counts no more. */
  async function seenAt(key: PatternKey, listener: Listener): Promise<readonly Seen[]> {
    const kept = changed.get(nameOf(key)) ?? (await store.events.pattern(key))
    if (kept?.state === undefined) return []
    const { spec, seen } = JSON.parse(kept.state) as { readonly spec: string; readonly seen: readonly Seen[] } // Written below.
    return spec === specOf(listener) ? seen : []
  }

  function keep(key: PatternKey, listener: Listener, seen: readonly Seen[]): void {
    const { pattern } = listener.hearing
    const wakeAt = pattern && wakeTimeOf(pattern, seen)
    changed.set(nameOf(key), wakeAt === undefined ? key : { ...key, state: JSON.stringify({ spec: specOf(listener), seen }), wakeAt })
  }

  async function apply(key: PatternKey, listener: Listener, before: readonly Seen[], step: PatternStep): Promise<string | undefined> {
    if (step.seen !== before) keep(key, listener, step.seen)
    return step.fired && start(key, listener, step.fired)
  }

  async function start(key: PatternKey, listener: Listener, fired: readonly Seen[]): Promise<string> {
    const { account, workflowId, triggerId, type } = listener
    const eventDepth = fired.reduce((depth, one) => Math.max(depth, one.depth), 0)
    const last = fired.at(-1)
    if (last === undefined) throw new Error('A pattern without events cannot be whole.')
    if (eventDepth > ports.maxDepth) throw tooDeep(last.name, {}, ports.maxDepth)
    const executionId = patternExecutionId(key, fired)
    const data = { key: listener.key === undefined ? null : key.key, events: await told(account, fired), eventDepth }
    await ports.driver.start({ account, workflowId, executionId, trigger: { id: triggerId, type, data } })
    return executionId
  }

  /** What an execution is started with must not be as large as all of them together may be. */
  async function told(account: string, fired: readonly Seen[]): Promise<readonly JsonObject[]> {
    let bytes = 0
    const all: JsonObject[] = []
    for (const { id, name, at } of fired) {
      const data = (await store.events.get(account, id))?.data ?? null
      bytes += encodeJson(data).length
      all.push({ eventId: id, name, at: new Date(at).toISOString(), data: bytes > largestEventBytes ? null : data })
    }
    return all
  }

  return {
    take: (event, listener) =>
      firingOf(ports, listener, async () => {
        const { account, workflowId, triggerId, hearing } = listener
        const data = hearing.pattern && triggerData(event, listener)
        if (hearing.pattern === undefined || data === undefined) return undefined
        const key = { account, workflowId, triggerId, key: keyText(listener, data) }
        const before = await seenAt(key, listener)
        const { id, name, at, depth } = event
        return apply(key, listener, before, afterEvent(hearing.pattern, before, { id, name, at, depth }))
      }),

    async look(key, now) {
      const listener = listeners.find(key)
      const pattern = listener?.hearing.pattern
      const before = listener === undefined ? [] : await seenAt(key, listener)
      if (listener === undefined || pattern === undefined || before.length === 0) {
        changed.set(nameOf(key), key)
        return undefined
      }
      const step = afterTime(pattern, before, now)
      const firing = await firingOf(ports, listener, () => apply(key, listener, before, step))
      return firing && { eventId: step.fired?.[0]?.id ?? '', firing }
    },

    changes: () => [...changed.values()],
  }
}

/** With another pattern or key, what was seen means nothing. */
function specOf({ hearing: { pattern }, key }: Listener): string {
  return JSON.stringify([pattern, key?.source])
}

function nameOf({ account, workflowId, triggerId, key }: PatternKey): string {
  return JSON.stringify([account, workflowId, triggerId, key])
}

const longestKey = 200

/** Events count together when these are equal. */
function keyText({ key, triggerId, type, vars }: Listener, data: JsonObject): string {
  if (key === undefined) return ''
  let value: Json
  try {
    value = evaluateTemplate(key, namesOf({ trigger: { id: triggerId, type, ...data }, vars }))
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw new RuntimeError('KEY_INVALID', `The key cannot be evaluated for this event: ${error.message}.`)
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= longestKey ? text : createHash('sha256').update(text).digest('hex')
}

function patternExecutionId({ account, workflowId, triggerId, key }: PatternKey, fired: readonly Seen[]): string {
  const ids = fired.map(({ id }) => id)
  const digest = createHash('sha256')
    .update(JSON.stringify(['pattern', account, workflowId, triggerId, key, ids]))
    .digest()
  return executionIdAt(fired.at(-1)?.at ?? 0, digest)
}
