import fc from 'fast-check'
import type { Outcome } from './simulate.ts'
import type { TestNode } from './test-catalog.ts'

/** A random acyclic graph: node i may lead to later nodes only, by any of its ports. */
export const randomGraph = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.array(
    fc.record({
      targets: fc.array(fc.record({ port: fc.constantFrom('a', 'b', 'c', 'error', 'default'), jump: fc.integer({ min: 1, max: 6 }) }), {
        maxLength: 4,
      }),
      join: fc.constantFrom('all', 'all', 'all', 'any'),
      disabled: fc.boolean(),
      onError: fc.constantFrom('fail', 'fail', 'fail', 'continue', 'skip', 'fallback'),
      outcome: fc.constantFrom('a', 'b', 'c', 'error', 'a', 'b'),
      before: fc.constantFrom('nothing', 'nothing', 'again', 'event', 'vain event'),
      attempts: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: size, maxLength: size },
  ),
)

export type Sketch = typeof randomGraph extends fc.Arbitrary<infer T> ? T : never

export function nodesOf(sketch: Sketch): Record<string, TestNode> {
  return Object.fromEntries(
    sketch.map(({ targets, join, disabled, onError, attempts }, index) => {
      const next: Record<string, string[]> = {}
      for (const { port, jump } of targets) {
        if (index + jump >= sketch.length) continue
        next[port] = [...new Set([...(next[port] ?? []), `n${index + jump}`])]
      }
      return [
        `n${index}`,
        {
          type: 'choice',
          next,
          join: join as 'all' | 'any',
          disabled: disabled && index % 3 === 0,
          ...(onError === 'fallback' ? { fallback: '{{ error.code }}' } : { onError: onError as 'fail' | 'continue' | 'skip' }),
          retry: { attempts, delay: '1s' },
        },
      ]
    }),
  )
}

/** What a node comes to, and what it waits for before that; a wait in vain is a failure. */
export function outcomesOf(sketch: Sketch): (node: string) => Outcome {
  return (node) => {
    const { outcome, before } = sketch[Number(node.slice(1))] ?? { outcome: 'a', before: 'nothing' }
    const end: Outcome = outcome === 'error' ? { error: { class: 'retryable' } } : { port: outcome }
    if (before === 'again') return { wait: { type: 'again', until: 50_000, memory: node }, comesTo: end }
    const wait = { type: 'signal', channel: 'event', key: node, until: 90_000 } as const
    if (before === 'event' && 'port' in end) return { wait, signal: { data: 1, port: outcome } }
    return before === 'vain event' && outcome === 'error' ? { wait, isSilent: true } : end
  }
}

/** Nodes that hold others, so many levels deep; `uniqueNodes` names them. */
export function randomScopes(depth: number): fc.Arbitrary<TestNode[]> {
  const task: fc.Arbitrary<TestNode> = fc
    .record({ onError: fc.constantFrom('fail', 'continue', 'skip') })
    .map(({ onError }) => ({ onError: onError as 'fail' | 'continue' | 'skip' }))
  const onItemError = fc.constantFrom('fail', 'continue', 'collect')
  if (depth === 0) return fc.array(task, { minLength: 1, maxLength: 3 })
  const inner = randomScopes(depth - 1).map((list) => Object.fromEntries(list.map((node, index) => [`x${index}`, node])))
  const node = fc.oneof(
    task,
    fc.record({ nodes: inner, size: fc.nat(4), concurrency: fc.integer({ min: 1, max: 3 }), onItemError, until: fc.nat(5) }).map(
      ({ nodes, size, concurrency, onItemError, until }): TestNode => ({
        type: 'for-each',
        nodes,
        with: { items: Array.from({ length: size }, (_, index) => index), concurrency, onItemError, until: `{{ index == ${until} }}` },
      }),
    ),
    fc
      .record({ nodes: inner, interval: fc.constantFrom('0s', '5s') })
      .map(({ nodes, interval }): TestNode => ({ type: 'loop', nodes, with: { while: '{{ index < 2 }}', interval } })),
    fc.record({ nodes: inner, catch: inner, finally: inner }).map((parts): TestNode => ({ type: 'try', ...parts })),
  )
  return fc.array(node, { minLength: 1, maxLength: 3 })
}

/** Gives every node of the tree an id of its own and chains the nodes of each section. */
export function uniqueNodes(list: readonly TestNode[], prefix = 'n'): Record<string, TestNode> {
  return Object.fromEntries(
    list.map((node, index) => {
      const id = `${prefix}${index}`
      const next = index + 1 < list.length && index % 2 === 0 ? { next: `${prefix}${index + 1}` } : {}
      const parts = Object.fromEntries(
        (['nodes', 'catch', 'finally'] as const).flatMap((part) =>
          node[part] ? [[part, uniqueNodes(Object.values(node[part] ?? {}), `${id}${part[0]}`)]] : [],
        ),
      )
      return [id, { ...node, ...next, ...parts }]
    }),
  )
}
