import type { Chance } from './chance.ts'

/**
 * A workflow that comes to the same whatever the order and the moment of its steps, so that what it must come to can be said beforehand.
 * In a `chain` each node leads to the next alone: there a failure finds nothing beside it, whose end would depend on the moment.
 */
export interface RandomWorkflow {
  readonly id: string
  readonly nodes: readonly Sketch[]
  readonly limits?: Limits
  /** What fires it, besides whoever starts it. */
  readonly trigger?: Firing
}

export type Firing =
  | { readonly type: 'tick' | 'glance'; readonly everyMs: number }
  | { readonly type: 'hear'; readonly names: readonly string[] }

/** What holds its starts back; but for the first kind, or to the newest alone, it also turns some away. */
export interface Limits {
  readonly concurrency?: {
    readonly limit: number
    readonly whileWaiting: 'hold' | 'release'
    readonly onLimit: 'queue' | 'drop' | 'cancel-running'
  }
  readonly rateLimit?: { readonly limit: number; readonly per: string; readonly onLimit: 'queue' | 'drop' }
  readonly debounce?: { readonly delay: string }
}

export interface Sketch {
  readonly id: string
  readonly work: Work
  /** By port, the indexes of the nodes that follow; `default` stands for the only port. */
  readonly next: Readonly<Record<string, readonly number[]>>
}

export type Work =
  | { readonly type: 'act'; readonly failures: number }
  | { readonly type: 'set' | 'look' | 'listen' | 'ask' | 'tell' }
  | { readonly type: 'fail'; readonly isCaught: boolean }
  /** Never answered: the step's timeout ends it, or the wait's own. */
  | { readonly type: 'hang' | 'vain'; readonly seconds: number }
  | { readonly type: 'sleep'; readonly seconds: number }
  | { readonly type: 'poll'; readonly times: number; readonly seconds: number }
  | { readonly type: 'fork'; readonly port: 'a' | 'b' }
  | { readonly type: 'call'; readonly workflow: RandomWorkflow; readonly isAwaited: boolean }
  | { readonly type: 'each'; readonly items: number; readonly concurrency: number; readonly body: readonly Sketch[] }
  | { readonly type: 'loop'; readonly rounds: number; readonly body: readonly Sketch[] }
  | { readonly type: 'try'; readonly body: readonly Sketch[] }

const hour = 3600

export function randomWorkflow(chance: Chance, id: string, callees: readonly RandomWorkflow[]): RandomWorkflow {
  const isChain = chance.happens(0.2)
  const nodes = section({ chance, callees, depth: 2, isChain }, 'n')
  // What others call is turned away by nobody: that the caller would hear, and come to something else.
  const limits = chance.happens(0.4) ? randomLimits(chance, callees.length > 0) : undefined
  return { id, nodes, ...(limits && { limits }) }
}

function randomLimits(chance: Chance, mayTurnAway: boolean): Limits {
  const limit = chance.integer(1, 3)
  const whileWaiting = chance.oneOf(['hold', 'release'] as const)
  const draw = mayTurnAway ? chance.integer(1, 7) : 1
  if (draw <= 3) return { concurrency: { limit, whileWaiting, onLimit: 'queue' } }
  if (draw === 4) return { concurrency: { limit, whileWaiting, onLimit: 'drop' } }
  if (draw === 5) return { concurrency: { limit, whileWaiting, onLimit: 'cancel-running' } }
  if (draw === 6) return { rateLimit: { limit, per: '20s', onLimit: chance.oneOf(['queue', 'drop']) } }
  return { debounce: { delay: '5s' } }
}

/** One that this fires, and nobody else. */
export function firedWorkflow(chance: Chance, id: string, trigger: Firing): RandomWorkflow {
  const rest = chance.oneOf([0, 1, 40])
  const nodes: readonly Sketch[] = [
    { id: 'n0', work: { type: 'sleep', seconds: rest }, next: { default: [1] } },
    { id: 'n1', work: { type: 'act', failures: 0 }, next: { default: [] } },
  ]
  return { id, nodes, trigger }
}

interface Drawing {
  readonly chance: Chance
  readonly callees: readonly RandomWorkflow[]
  readonly depth: number
  readonly isChain: boolean
}

function section(drawing: Drawing, prefix: string): readonly Sketch[] {
  const { chance, depth } = drawing
  const count = chance.integer(1, depth + 2)
  return Array.from({ length: count }, (_, index) => {
    const id = `${prefix}${index}`
    const work = randomWork(drawing, id)
    return { id, work, next: randomNext(drawing, work, index, count) }
  })
}

function randomNext({ chance, isChain }: Drawing, { type }: Work, index: number, count: number): Sketch['next'] {
  const targets = (): readonly number[] => {
    const jumps = isChain ? [1] : [chance.integer(1, 3), ...(chance.happens(0.3) ? [chance.integer(1, 4)] : [])]
    return [...new Set(jumps.map((jump) => index + jump))].filter((target) => target < count)
  }
  return type === 'fork' ? { a: targets(), b: targets() } : { default: targets() }
}

function randomWork(drawing: Drawing, id: string): Work {
  const { chance, callees, depth, isChain } = drawing
  const inner = { ...drawing, depth: depth - 1 }
  const draw = chance.integer(1, depth > 0 ? 24 : 18)
  if (draw <= 6) return { type: 'act', failures: chance.oneOf([0, 0, 0, 1, 3]) }
  if (draw === 7) return { type: 'look' }
  if (draw === 8) return { type: 'fail', isCaught: !isChain }
  if (draw <= 10) return { type: 'sleep', seconds: chance.oneOf([0, 1, 5, 15, 40, hour, 72 * hour]) }
  if (draw === 11) return { type: 'poll', times: chance.integer(1, 3), seconds: chance.oneOf([1, 20]) }
  if (draw === 12) return { type: chance.oneOf(['listen', 'ask']) }
  if (draw === 13) return { type: chance.oneOf(['hang', 'vain']), seconds: chance.oneOf([2, 30]) }
  if (draw === 14) return { type: 'fork', port: chance.oneOf(['a', 'b']) }
  const [callee, ...others] = callees
  if (draw <= 16 && callee !== undefined)
    return { type: 'call', workflow: chance.oneOf([callee, ...others]), isAwaited: chance.happens(0.7) }
  if (draw <= 18) return { type: chance.oneOf(['set', 'tell']) }
  if (draw <= 20) {
    const body = section({ ...inner, isChain: false }, `${id}e`)
    return { type: 'each', items: chance.integer(0, 4), concurrency: chance.integer(1, 3), body }
  }
  if (draw <= 22) return { type: 'try', body: section({ ...inner, isChain: true }, `${id}t`) }
  return { type: 'loop', rounds: chance.integer(1, 3), body: section({ ...inner, isChain: false }, `${id}l`) }
}

/** The workflow file. */
export function sourceOf({ id, nodes, limits, trigger }: RandomWorkflow): string {
  const triggers = trigger && { triggers: { [trigger.type]: triggerOf(trigger) } }
  return JSON.stringify({ id, ...triggers, ...(limits && { settings: limits }), nodes: nodesOf(nodes) })
}

function triggerOf({ type, ...params }: Firing): Record<string, unknown> {
  return { type, with: params }
}

function nodesOf(sketches: readonly Sketch[]): Record<string, unknown> {
  return Object.fromEntries(sketches.map((sketch) => [sketch.id, nodeOf(sketch, sketches)]))
}

function nodeOf({ id, work, next }: Sketch, all: readonly Sketch[]): Record<string, unknown> {
  const targets = Object.entries(next).map(([port, indexes]) => [port, indexes.map((index) => all[index]?.id)] as const)
  const leading = targets.filter(([, ids]) => ids.length > 0)
  return { ...definitionOf(id, work), ...(leading.length > 0 && { next: Object.fromEntries(leading) }) }
}

const isContinued = { onError: 'continue' }
const from = '{{ input }}'

function definitionOf(id: string, work: Work): Record<string, unknown> {
  switch (work.type) {
    case 'act':
      return { type: 'act', with: { name: id, from, failures: work.failures }, retry: { attempts: 4, delay: '2s' } }
    case 'set':
    case 'look':
      return { type: work.type, with: { name: id, from } }
    case 'listen':
      return { type: 'listen', with: { name: `{{ execution.id }}/${id}` } }
    case 'ask':
      return { type: 'ask', with: {} }
    case 'tell':
      // What a step writes by itself fails where the disk refuses it, and is tried again by its own rules.
      return { type: 'tell', with: {}, retry: { attempts: 20, delay: '20s' } }
    case 'fail':
      return { type: 'fail', with: {}, ...(work.isCaught && isContinued) }
    case 'hang':
      return { type: 'hang', with: {}, timeout: `${work.seconds}s`, ...isContinued }
    case 'vain':
      return { type: 'listen', with: { name: 'nobody', seconds: work.seconds }, ...isContinued }
    case 'sleep':
      return { type: 'sleep', with: { seconds: work.seconds } }
    case 'poll':
      return { type: 'poll', with: { times: work.times, seconds: work.seconds } }
    case 'fork':
      return { type: 'fork', with: { port: work.port } }
    case 'call':
      return { type: 'call', with: { workflow: work.workflow.id, wait: work.isAwaited }, ...isContinued }
    case 'each': {
      const items = Array.from({ length: work.items }, (_, index) => index)
      return { type: 'for-each', with: { items, concurrency: work.concurrency }, nodes: nodesOf(work.body) }
    }
    case 'loop':
      return { type: 'loop', with: { while: `{{ index < ${work.rounds} }}` }, nodes: nodesOf(work.body) }
    case 'try': {
      const rescue = { type: 'act', with: { name: `${id}c`, from: '{{ error.code }}', failures: 0 } }
      return { type: 'try', nodes: nodesOf(work.body), catch: { [`${id}c`]: rescue } }
    }
  }
}
