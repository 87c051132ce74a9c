import type { Json, JsonObject, LogLine } from '@millrace/engine'
import type { NodeHost } from '../node-host.ts'
import type { NodeResult, NodeType } from '../node-type.ts'
import { checkOutput } from './check-output.ts'
import { evaluateParams } from './evaluate-params.ts'
import { createMemoryHost } from './memory-host.ts'

/** What a node is given in a test; everything left out is fixed, so that a test says the same each time. */
export interface NodeTrial {
  /** The parameters; expressions in them see `input` and `names`. */
  readonly with: JsonObject
  readonly input?: Json
  /** What came from which node, in this order; nothing when left out. */
  readonly arrivals?: Readonly<Record<string, Json>>
  /** What else expressions may read, e.g. `{ trigger: { body: … }, nodes: { load: { output: … } } }`. */
  readonly names?: JsonObject
  /** Without one, calling out fails: a test that needs a server brings it. */
  readonly fetch?: typeof globalThis.fetch
  /** Milliseconds since 1970; noon of 1 January 2026, UTC, when left out. */
  readonly now?: number
  readonly signal?: AbortSignal
  readonly attempt?: number
  /** Tells one step from another. */
  readonly idempotencyKey?: string
  /** What the step left when it asked to be run again. */
  readonly memory?: Json
  readonly prepared?: Json
  /** Files and values are kept in memory unless given here; connections, the sandbox and addresses are a test's own to bring. */
  readonly host?: Partial<NodeHost>
  readonly onLog?: (line: LogLine) => void
}

const noonOfNewYear = Date.UTC(2026, 0, 1, 12)

/** Runs one attempt of a node as the runtime would and returns how it ended, or rejects with what the node threw. An output that the node's `output` does not tell of is a mistake. */
export async function testNode(node: NodeType, trial: NodeTrial): Promise<NodeResult> {
  if (!node.run) throw new Error(`"${node.type}" is a scope: the engine runs it, test it in a workflow`)
  const now = trial.now ?? noonOfNewYear
  const input = trial.input ?? null
  const { literalParams = [] } = node
  const literal = Object.fromEntries(Object.entries(trial.with).filter(([key]) => literalParams.includes(key)))
  const written = Object.fromEntries(Object.entries(trial.with).filter(([key]) => !literalParams.includes(key)))
  const params = { ...evaluateParams(written, { ...trial.names, input }), ...literal }
  const result = await node.run({
    ...createMemoryHost(() => now, trial.host),
    params,
    input,
    arrivals: Object.entries(trial.arrivals ?? {}).map(([from, output], at) => ({ node: from, output, at })),
    signal: trial.signal ?? new AbortController().signal,
    idempotencyKey: trial.idempotencyKey ?? 'test-idempotency-key',
    attempt: trial.attempt ?? 1,
    memory: trial.memory,
    execution: { id: 'test-execution', workflowId: 'test_workflow', step: 'test_step' },
    prepared: async () => trial.prepared,
    now: () => now,
    fetch: trial.fetch ?? noNetwork,
    log: (level, message, data) => trial.onLog?.({ at: now, level, message, ...(data === undefined ? {} : { data }) }),
  })
  return checkOutput(node, result, { written: trial.with, params, input, arrivals: trial.arrivals })
}

function noNetwork(): Promise<never> {
  return Promise.reject(new Error('This test has no network: give testNode a fetch'))
}
