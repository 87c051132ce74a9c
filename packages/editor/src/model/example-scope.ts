import { isJsonObject, type Json, type JsonObject, type Scope } from '@millrace/engine'
import type { Canvas } from './canvas.ts'

/** What expressions of a node would have read in an execution, or read from what is pinned: real values to complete and to preview with. */
export interface ExampleScope {
  readonly names: JsonObject
  /** By id: what `nodes.<id>` stands for. */
  readonly nodes: JsonObject
}

/** As the API tells it of an execution. */
export interface ExampleExecution {
  readonly trigger?: { readonly data: unknown }
  readonly inputs?: unknown
  readonly steps: readonly {
    readonly step: string
    readonly node: string
    readonly status: string
    readonly output?: unknown
    readonly error?: unknown
  }[]
}

interface Given {
  readonly canvas: Canvas
  /** Of the node whose expressions are written. */
  readonly key: string
  readonly execution: ExampleExecution | undefined
  /** Outputs by the id of the node: they count before those of the execution. */
  readonly pins: JsonObject
}

export const emptyScope: ExampleScope = { names: {}, nodes: {} }

export function exampleScope({ canvas, key, execution, pins }: Given): ExampleScope {
  const outputs = outputsOf(execution, pins)
  const nodes = Object.fromEntries(Object.entries(outputs).map(([id, output]) => [id, { output }]))
  const before = canvas.edges.filter(({ to }) => to === key).map(({ from }) => canvas.nodes.find((node) => node.key === from))
  const arrivals = before.flatMap((node) =>
    node?.kind === 'trigger'
      ? [['trigger', json(execution?.trigger?.data)] as const]
      : node === undefined
        ? []
        : [[node.id, outputs[node.id]] as const],
  )
  const [only, ...others] = arrivals
  const input =
    others.length === 0 ? only?.[1] : Object.fromEntries(arrivals.flatMap(([id, value]) => (value === undefined ? [] : [[id, value]])))
  const loop = loopAround(canvas, key)
  const item = loop === undefined ? undefined : itemOf(execution, loop)
  const error = execution?.steps.find(({ node, error }) => error !== undefined && before.some((one) => one?.id === node))?.error
  return {
    nodes,
    names: {
      ...(input !== undefined && { input }),
      ...(item !== undefined && { item, index: 0 }),
      ...(error !== undefined && { error: json(error) ?? null }),
      ...(execution?.trigger !== undefined && { trigger: json(execution.trigger.data) ?? null }),
      ...(execution?.inputs !== undefined && { inputs: json(execution.inputs) ?? null }),
      nodes,
    },
  }
}

/** For the interpreter of expressions. */
export function toScope({ names, nodes }: ExampleScope): Scope {
  return {
    name: (name) => names[name],
    node: (id) => nodes[id],
    names: () => Object.keys(names),
    nodeIds: () => Object.keys(nodes),
  }
}

/** The last step of each node that has an output. */
function outputsOf(execution: ExampleExecution | undefined, pins: JsonObject): JsonObject {
  const recorded = (execution?.steps ?? []).flatMap(({ node, output }) =>
    output === undefined ? [] : [[node, json(output) ?? null] as const],
  )
  return { ...Object.fromEntries(recorded), ...pins }
}

function loopAround(canvas: Canvas, key: string): string | undefined {
  let node = canvas.nodes.find((one) => one.key === key)
  while (node?.parent !== undefined) {
    const parent = canvas.nodes.find((one) => one.key === node?.parent)
    if (parent?.type === 'for-each') return parent.id
    node = parent
  }
  return undefined
}

/** The first item of a for-each, as its recorded parameters have it. */
function itemOf(execution: ExampleExecution | undefined, loop: string): Json | undefined {
  const step = execution?.steps.find(({ node }) => node === loop)
  const input = step !== undefined && 'input' in step ? json(step.input) : undefined
  const items = isJsonObject(input) ? input.items : undefined
  return Array.isArray(items) ? items[0] : isJsonObject(items) ? Object.values(items)[0] : undefined
}

/** What the API sends is JSON. */
function json(value: unknown): Json | undefined {
  return value as Json | undefined
}
