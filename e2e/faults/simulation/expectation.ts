import type { Json, JsonObject } from '@millrace/engine'
import type { RandomWorkflow, Sketch, Work } from './random-workflow.ts'

/** What a random workflow must come to. Knows nothing of events, orders, retries or clocks. */
export interface Expectation {
  readonly outcome: Outcome
  /** The names of the effects that the outside must see, each as often as it is wanted; without those of called workflows. */
  readonly effects: readonly string[]
  /** How many executions it starts. */
  readonly calls: number
}

type Outcome = { readonly type: 'success'; readonly result: Json } | { readonly type: 'failed'; readonly code: string }

/** The error codes of what fails on purpose. */
export const codes = { fail: 'AS_TOLD', hang: 'STEP_TIMEOUT', vain: 'WAIT_TIMEOUT', call: 'CALL_FAILED' } as const

/** What starts an execution, another one or the world outside: of that only that it did counts. */
export const started: JsonObject = { executionId: '' }

export function expectationOf({ nodes }: RandomWorkflow): Expectation {
  const seen: Seen = { effects: [], calls: 0 }
  const outcome = sectionOutcome(nodes, started, seen)
  return { outcome, effects: seen.effects.sort(), calls: seen.calls }
}

/** What the outside has seen so far. */
interface Seen {
  readonly effects: string[]
  calls: number
}

function sectionOutcome(nodes: readonly Sketch[], input: Json, seen: Seen): Outcome {
  const left = new Map<number, { readonly port: string; readonly output: Json }>()
  const last: (readonly [string, Json])[] = []
  for (const [index, sketch] of nodes.entries()) {
    const arrivals = arrivalsAt(index, nodes, left)
    if (arrivals === 'never') continue
    const outcome = workOutcome(sketch, arrivals === 'entry' ? input : inputFrom(arrivals), seen)
    if (outcome.type === 'failed') return outcome
    const port = sketch.work.type === 'fork' ? sketch.work.port : 'default'
    left.set(index, { port, output: outcome.result })
    if ((sketch.next[port] ?? []).length === 0) last.push([sketch.id, outcome.result])
  }
  const [first, ...others] = last
  return { type: 'success', result: others.length === 0 ? (first?.[1] ?? null) : Object.fromEntries(last) }
}

function arrivalsAt(index: number, nodes: readonly Sketch[], left: ReadonlyMap<number, { readonly port: string; readonly output: Json }>) {
  const incoming = nodes.flatMap(({ next }, from) =>
    Object.entries(next).flatMap(([port, to]) => (to.includes(index) ? [{ from, port }] : [])),
  )
  if (incoming.length === 0) return 'entry'
  const taken = incoming.filter(({ from, port }) => left.get(from)?.port === port)
  return taken.length === 0 ? 'never' : taken.map(({ from }) => [nodes[from]?.id ?? '', left.get(from)?.output ?? null] as const)
}

function inputFrom(arrivals: readonly (readonly [string, Json])[]): Json {
  const [first, ...others] = arrivals
  return others.length === 0 ? (first?.[1] ?? null) : Object.fromEntries(arrivals)
}

function workOutcome({ id, work }: Sketch, input: Json, seen: Seen): Outcome {
  switch (work.type) {
    case 'act':
      seen.effects.push(id)
      return success(digest(id, input))
    case 'set':
    case 'look':
      return success(digest(id, input))
    case 'listen':
      return success('heard')
    case 'ask':
      return success('answered')
    case 'tell':
      return success('told')
    case 'fail':
      return work.isCaught ? success(failure('fail')) : { type: 'failed', code: codes.fail }
    case 'hang':
    case 'vain':
      return success(failure(work.type))
    case 'sleep':
      return success('slept')
    case 'poll':
      return success(work.times)
    case 'fork':
      return success(work.port)
    case 'call':
      seen.calls++
      return success(callResult(work))
    case 'each':
      return combined(Array.from({ length: work.items }, (_, item) => sectionOutcome(work.body, item, seen)))
    case 'loop':
      return loopOutcome(work, input, seen)
    case 'try': {
      const body = sectionOutcome(work.body, input, seen)
      if (body.type === 'success') return body
      seen.effects.push(`${id}c`)
      return success(digest(`${id}c`, body.code))
    }
  }
}

function callResult({ workflow, isAwaited }: Extract<Work, { type: 'call' }>): Json {
  if (!isAwaited) return { executionId: '' }
  const { outcome } = expectationOf(workflow)
  return outcome.type === 'success' ? outcome.result : failure('call')
}

function combined(outcomes: readonly Outcome[]): Outcome {
  const results = outcomes.map((outcome) => (outcome.type === 'success' ? outcome.result : null))
  return outcomes.find(({ type }) => type === 'failed') ?? success(results)
}

/** Each round gets the result of the one before. */
function loopOutcome({ rounds, body }: Extract<Work, { type: 'loop' }>, input: Json, seen: Seen): Outcome {
  let result = input
  for (let round = 0; round < rounds; round++) {
    const outcome = sectionOutcome(body, result, seen)
    if (outcome.type === 'failed') return outcome
    ;({ result } = outcome)
  }
  return success(result)
}

function success(result: Json): Outcome {
  return { type: 'success', result }
}

function failure(kind: keyof typeof codes): Json {
  return { error: { code: codes[kind] } }
}

/** What a node makes of its name and its input: short, and different for each. */
export function digest(name: string, input: unknown): string {
  const text = canonical(input)
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return `${name}.${(hash >>> 0).toString(36)}`
}

/** A value as text, whatever the order of its keys. Of an error its code counts, and the id of a called execution does not. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if ('executionId' in value) return 'called'
  if ('error' in value) return `failed ${(value.error as { readonly code?: string }).code}`
  return `{${Object.entries(value)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, its]) => `${key}:${canonical(its)}`)
    .join()}}`
}
