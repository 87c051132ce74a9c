import {
  type GivenOutcome,
  type Json,
  type JsonObject,
  type Plan,
  type PlanNode,
  readHistory,
  type StepRecord,
  type TestFact,
  type TriggerFact,
} from '@millrace/engine'
import { RuntimeError } from '../errors.ts'
import type { RuntimePorts } from '../ports.ts'

export interface TestChoice {
  /** The last node that is run, with what leads to it. */
  readonly until?: string | undefined
  /** The one node that is run. */
  readonly only?: string | undefined
  /** What that node sees as `input`. */
  readonly input?: Json | undefined
  /** Of the for-each around it. */
  readonly item?: Json | undefined
  /** Outputs by node id. */
  readonly pins: JsonObject
  /** An execution whose outputs the one node reads where nothing is pinned. */
  readonly recorded?: RecordedExecution | undefined
}

/** What an execution was started with, and what its steps gave. */
export interface RecordedExecution {
  readonly trigger: TriggerFact
  readonly inputs: JsonObject
  readonly steps: readonly StepRecord[]
}

/** What stands in for running nodes. Throws `NODE_UNKNOWN` where the workflow has no such node. */
export function planTest(plan: Plan, { until, only, input, item, pins, recorded }: TestChoice): TestFact {
  const wanted = only ?? until
  const target = wanted === undefined ? undefined : plan.nodes.get(wanted)
  if (wanted !== undefined && target === undefined) throw unknownNode(wanted)
  const steps = only === undefined ? [] : (recorded?.steps ?? [])
  const path = steps.find(({ node }) => node === only)?.step ?? only ?? ''
  const given = { ...recordedOutcomes(steps, path), ...pinnedOutcomes(plan, pins, steps, target) }
  const at = iterationsIn(path)
  return {
    ...(Object.keys(given).length > 0 && { given }),
    ...(wanted !== undefined && {
      target: {
        node: wanted,
        ...(only !== undefined && { alone: true, ...(Object.keys(at).length > 0 && { at }) }),
        ...(input !== undefined && { input }),
        ...(item !== undefined && { item }),
      },
    }),
  }
}

/** Throws `RECORDING_INCOMPLETE` where nothing of it is kept. */
export async function readRecorded(
  { store, workflows }: Pick<RuntimePorts, 'store' | 'workflows'>,
  account: string,
  id: string,
): Promise<RecordedExecution | undefined> {
  const summary = await store.executions.get(account, id)
  if (summary === undefined) return undefined
  const log = await store.executions.log(account, id)
  const published = await workflows.get(account, summary.workflowId, summary.workflowVersion)
  const [started] = log
  if (started?.type !== 'execution-started' || published === undefined) {
    throw new RuntimeError('RECORDING_INCOMPLETE', `Nothing of execution ${id} is kept that a node could read: choose another.`)
  }
  return { trigger: started.trigger, inputs: started.inputs, steps: readHistory(published.plan, log).steps }
}

/** Of the steps that the one at this path could see, what succeeded and is not hidden. */
function recordedOutcomes(steps: readonly StepRecord[], path: string): Record<string, GivenOutcome> {
  const seen = steps.filter(({ step, node, status, hides = [] }) => {
    const section = step.slice(0, step.length - node.length)
    return status === 'success' && step !== path && path.startsWith(section) && !hides.includes('output')
  })
  return Object.fromEntries(seen.map(({ node, port, output = null }) => [node, { output, ...(port !== undefined && { port }) }]))
}

function pinnedOutcomes(
  plan: Plan,
  pins: JsonObject,
  steps: readonly StepRecord[],
  target: PlanNode | undefined,
): Record<string, GivenOutcome> {
  const known = Object.entries(pins).flatMap(([id, output]) => {
    const node = plan.nodes.get(id)
    if (node === undefined) return []
    const port = steps.find((step) => step.node === id && step.status === 'success')?.port ?? (target && portTowards(node, target))
    return [[id, { output, ...(port !== undefined && { port }) }] as const]
  })
  return Object.fromEntries(known)
}

/** The port by which a pinned node leads to the target; undefined for its first. */
function portTowards(node: PlanNode, target: PlanNode): string | undefined {
  const port = node.outgoing.find(({ to }) => leadsTo(to, target, new Set()))?.port
  return port === '*' ? undefined : port
}

function leadsTo(from: PlanNode, target: PlanNode, seen: Set<PlanNode>): boolean {
  if (from === target) return true
  if (seen.has(from)) return false
  seen.add(from)
  return from.outgoing.some(({ to }) => leadsTo(to, target, seen))
}

/** `each[3].retries[0].call` → each 3, retries 0. */
function iterationsIn(path: string): Readonly<Record<string, number>> {
  return Object.fromEntries([...path.matchAll(/([a-z][a-z0-9_]*)\[(\d+)\]/g)].map(([, scope = '', number]) => [scope, Number(number)]))
}

function unknownNode(id: string): RuntimeError {
  return new RuntimeError('NODE_UNKNOWN', `The workflow has no node ${JSON.stringify(id.slice(0, 100))}: check the id.`)
}
