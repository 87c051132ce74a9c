import fc from 'fast-check'
import type { Json, JsonObject } from '../../json.ts'

/** A random workflow that breaks no rule with the small catalog: nested scopes, diamonds, ports, references to earlier nodes. */
export const validWorkflow: fc.Arbitrary<JsonObject> = fc
  .record({ shapes: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 20 }), extras: fc.nat(15) })
  .map(({ shapes, extras }) => {
    const building: Building = { shapes: [...shapes], count: 0 }
    const nodes = buildSection(building, 0)
    return {
      id: 'random-flow',
      nodes,
      ...(extras & 1 && { name: 'Random', tags: ['a', 'b'] }),
      ...(extras & 2 && { vars: { base: 'https://x.test', limit: 3 } }),
      ...(extras & 4 && {
        inputs: { order: { type: 'object', required: true }, size: { type: 'string', enum: ['s', 'l'], default: 's' } },
      }),
      ...(extras & 8 && {
        triggers: { hook: { type: 'webhook', with: { path: '/x', method: 'POST' } }, hand: { type: 'manual' } },
        settings: { timeout: '1h', onFailure: 'other-flow' },
      }),
    }
  })

interface Building {
  readonly shapes: number[]
  count: number
}

/** Takes numbers until one says stop; each makes a node, and its digits decide what it is and where it leads. */
function buildSection(building: Building, depth: number): JsonObject {
  const nodes: { id: string; shape: number; node: JsonObject }[] = []
  do {
    const shape = building.shapes.shift() ?? 0
    const id = `n${building.count++}`
    nodes.push({ id, shape, node: buildNode(building, shape, depth, nodes.at(-1)?.id) })
  } while (building.shapes.length > 0 && (building.shapes[0] ?? 0) % 5 !== 0)
  return Object.fromEntries(
    nodes.map(({ id, shape, node }, index) => {
      const next = nodes[index + 1]?.id
      const later = nodes[index + 1 + (shape % 3)]?.id
      return [id, next === undefined ? node : { ...node, next: nextOf(shape, next, later) }]
    }),
  )
}

function nextOf(shape: number, next: string, later: string | undefined): Json {
  // The first edge always leads to the next node, so that a node may read the one before it.
  switch (shape % 4) {
    case 0:
      return next
    case 1:
      return later === undefined ? [next] : [next, later]
    case 2:
      return { default: next, error: later ?? next }
    default:
      return { default: [next], timeout: [later ?? next] }
  }
}

function buildNode(building: Building, shape: number, depth: number, before: string | undefined): JsonObject {
  const inner = () => buildSection(building, depth + 1)
  const read = before === undefined ? '{{ trigger.body }}' : `{{ nodes.${before}.output }}`
  switch (depth < 4 ? shape % 8 : shape % 5) {
    case 0:
      return { type: 'log', with: { message: `at ${read}` } }
    case 1:
      return {
        type: 'http.request',
        with: { url: read },
        retry: { attempts: 3, delay: '1s', backoff: 'exponential', jitter: 0.1, on: ['timeout', 'HTTP_503'] },
        timeout: '30s',
      }
    case 2:
      return { type: 'if', with: { condition: read }, join: 'any', onError: 'skip' }
    case 3:
      return { type: 'set', with: { values: { a: read, b: [1, null, { c: true }] } }, onError: 'continue', disabled: false }
    case 4:
      return {
        type: 'switch',
        with: { value: read, cases: { red: 1, blue: 2 } },
        notes: 'x',
        ...(shape % 4 < 2 && { fallback: { read, why: '{{ error }}' } }),
      }
    case 5:
      return { type: 'for-each', with: { items: read, concurrency: 2, until: '{{ index > 2 && item }}' }, nodes: inner() }
    case 6:
      return { type: 'loop', with: { until: '{{ index > 3 }}', interval: '{{ index + 1 }}s' }, nodes: inner() }
    default:
      return { type: 'try', nodes: inner(), ...(shape % 2 === 0 ? { catch: inner() } : { finally: inner() }) }
  }
}
