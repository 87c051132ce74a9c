import type { Execution, Step } from '../api/api-schema.ts'
import type { Canvas } from '../model/canvas.ts'
import type { CanvasNode } from '../model/canvas-node.ts'

export interface PinsOfRun {
  /** Outputs by node. */
  readonly pins: Readonly<Record<string, unknown>>
  /** Steps whose nodes the workflow no longer has. */
  readonly missing: readonly string[]
  /** Nodes that will run again, each with the reason. */
  readonly left: readonly { readonly node: string; readonly reason: string }[]
}

/** As many as the server keeps. */
const mostPins = 200

/**
 * What of an execution can stand in for running its nodes. A pinned node leaves by its first port, and gives the same in each iteration:
 * whatever did otherwise is run again, so that a test run goes the way that this execution went.
 */
export function pinsOf({ steps }: Pick<Execution, 'steps'>, { nodes }: Pick<Canvas, 'nodes'>): PinsOfRun {
  const byKey = new Map(nodes.filter(({ kind }) => kind !== 'trigger').map((node) => [node.key, node]))
  const pins: Record<string, unknown> = {}
  const missing: string[] = []
  const left: { node: string; reason: string }[] = []
  const ran = steps.filter(({ status }) => status !== 'skipped')
  for (const [key, own] of Map.groupBy(ran, ({ node }) => node)) {
    const node = byKey.get(key)
    const reason = node === undefined ? undefined : whyNot(own, node, Object.keys(pins).length)
    const [step] = own
    if (node === undefined) missing.push(key)
    else if (reason !== undefined) left.push({ node: key, reason })
    else pins[key] = step?.output
  }
  return { pins, missing, left }
}

function whyNot(steps: readonly Step[], node: CanvasNode, count: number): string | undefined {
  const [step] = steps
  const [firstPort] = node.ports
  if (step === undefined) return undefined
  if (node.kind === 'scope') return 'it holds other nodes'
  if (step.step !== step.node || steps.length > 1) return 'it stands in a scope'
  if (step.status !== 'success') return 'it did not succeed'
  if (step.output === undefined) return 'no output is kept of it'
  if (node.ports.filter(({ kind }) => kind === 'normal').length > 1 || step.port !== firstPort?.name) return 'it decides which way to go'
  if (step.hides?.some((field) => field.startsWith('output')) === true) return 'some of its output is not kept'
  return count < mostPins ? undefined : `only ${mostPins} can be pinned`
}
