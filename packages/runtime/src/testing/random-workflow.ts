import fc from 'fast-check'

/** A workflow that ends the same way whatever the order and the moment of its steps, with the names of its external steps. */
export interface RandomWorkflow {
  readonly source: string
  /** How often each external step fails before it succeeds, by name. */
  readonly failures: Readonly<Record<string, number>>
}

/** `forsake` calls an execution and gives it up before it can have ended. */
type Plain = 'set' | 'fatal' | 'call' | 'leave' | 'forsake'

/** What one node is to be; where it leads to is said by `jumps`. */
type Sketch =
  | { readonly kind: 'act'; readonly failures: number; readonly jumps: readonly number[] }
  | { readonly kind: Plain; readonly jumps: readonly number[] }
  | { readonly kind: 'sleep'; readonly seconds: number; readonly jumps: readonly number[] }
  | {
      readonly kind: 'each'
      readonly items: number
      readonly concurrency: number
      readonly body: readonly Sketch[]
      readonly jumps: readonly number[]
    }
  | { readonly kind: 'try'; readonly body: readonly Sketch[]; readonly hasFinally: boolean; readonly jumps: readonly number[] }

const jumps = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 2 })

function sketch(depth: number, plain: readonly Plain[]): fc.Arbitrary<Sketch> {
  const leaf: fc.Arbitrary<Sketch> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('act' as const), failures: fc.constantFrom(0, 0, 0, 1, 2), jumps }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constantFrom(...plain), jumps }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('sleep' as const), seconds: fc.constantFrom(0, 1, 5, 15, 40), jumps }) },
  )
  if (depth === 0) return leaf
  const body = fc.array(sketch(depth - 1, plain), { minLength: 1, maxLength: 3 })
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('each' as const),
        items: fc.nat(3),
        concurrency: fc.integer({ min: 1, max: 3 }),
        body,
        jumps,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('try' as const), body, hasFinally: fc.boolean(), jumps }) },
  )
}

const plainKinds = ['set', 'fatal', 'call', 'leave'] as const

export const randomWorkflow = workflows(plainKinds)

/** The same, but how far a `forsaken` execution comes depends on the moment. */
export const randomForsakingWorkflow = workflows([...plainKinds, 'forsake'])

function workflows(plain: readonly Plain[]): fc.Arbitrary<RandomWorkflow> {
  return fc.array(sketch(2, plain), { minLength: 1, maxLength: 6 }).map(write)
}

/** What `call` and `leave` nodes call. */
export const callee =
  'id: callee\nnodes:\n  ca: { type: act, with: { name: ca }, next: cs }\n  cs: { type: sleep, with: { ms: 20000 }, next: cb }\n  cb: { type: act, with: { name: cb } }'

/** What `forsake` nodes call. */
export const forsaken =
  'id: forsaken\nnodes:\n  fs: { type: sleep, with: { ms: 20000 }, next: fa }\n  fa: { type: act, with: { name: fa } }'

function write(sketches: readonly Sketch[]): RandomWorkflow {
  const failures: Record<string, number> = {}
  const nodes = section(sketches, 'n', failures, false)
  return { source: JSON.stringify({ id: 'random', nodes }), failures }
}

/** In a chain each node leads to the next alone: there a failure finds nothing beside it, whose end would depend on the moment. */
function section(sketches: readonly Sketch[], prefix: string, failures: Record<string, number>, isChain: boolean): Record<string, unknown> {
  return Object.fromEntries(
    sketches.map((one, index) => {
      const id = `${prefix}${index}`
      const targets = (isChain ? [1] : one.jumps).map((jump) => index + jump).filter((target) => target < sketches.length)
      return [
        id,
        { ...node(one, id, failures, isChain), ...(targets.length > 0 && { next: targets.map((target) => `${prefix}${target}`) }) },
      ]
    }),
  )
}

function node(one: Sketch, id: string, failures: Record<string, number>, isChain: boolean): Record<string, unknown> {
  switch (one.kind) {
    case 'act':
      failures[id] = one.failures
      return { type: 'act', with: { name: id }, retry: { attempts: 3, delay: '2s' } }
    case 'set':
      return { type: 'set', with: { values: id } }
    case 'fatal':
      return { type: 'fatal', ...(!isChain && { onError: 'continue' }) }
    case 'call':
      return { type: 'call', with: { workflow: 'callee' } }
    case 'forsake':
      return { type: 'call', with: { workflow: 'forsaken' }, timeout: '5s', ...(!isChain && { onError: 'continue' }) }
    case 'leave':
      return { type: 'call', with: { workflow: 'callee', wait: false } }
    case 'sleep':
      return { type: 'sleep', with: { ms: one.seconds * 1000 } }
    case 'each': {
      const items = Array.from({ length: one.items }, (_, index) => index)
      // A failure inside would end the other iterations wherever they are.
      return {
        type: 'for-each',
        with: { items, concurrency: one.concurrency },
        nodes: section(one.body, `${id}e`, failures, false),
        ...(isChain && { onError: 'continue' }),
      }
    }
    case 'try':
      return {
        type: 'try',
        nodes: section(one.body, `${id}t`, failures, true),
        catch: { [`${id}c`]: { type: 'act', with: { name: `${id}c` } } },
        ...(one.hasFinally && { finally: { [`${id}f`]: { type: 'act', with: { name: `${id}f` } } } }),
      }
  }
}
