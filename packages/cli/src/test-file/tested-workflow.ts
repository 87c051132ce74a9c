import {
  isJsonObject,
  type Json,
  type JsonObject,
  type NodeDefinition,
  type Nodes,
  type TriggerDefinition,
  type Workflow,
} from '@millrace/engine'
import type { TestCase } from './test-schema.ts'

/** By which a test proves who calls; it signs the tokens of those that say what they claim. */
export const callerSecret = 'MILLRACE_TEST_CALLER'

/**
 * The workflow as a test runs it: the same nodes, and of its triggers the one that is tested. Who may call is left aside, failed attempts
 * are made again at once, and a schedule has no times after the one that is tested.
 */
export function testedWorkflow(workflow: Workflow, triggerId: string | undefined, test: TestCase): Workflow {
  const { triggers = {}, settings, ...rest } = workflow
  const chosen = triggerId === undefined ? undefined : triggers[triggerId]
  return {
    ...rest,
    ...(chosen && triggerId !== undefined && { triggers: { [triggerId]: testedTrigger(chosen, test) } }),
    // What is kept of an execution is what a test looks at.
    ...(settings && { settings: { ...settings, record: 'always', capture: 'full' } }),
    nodes: testedNodes(workflow.nodes),
  }
}

/** One that is switched off is tested all the same: it may wait for a connection that tests do without. */
function testedTrigger({ disabled: _, ...trigger }: TriggerDefinition, { request, at }: TestCase): TriggerDefinition {
  const { type, with: written = {} } = trigger
  if (type === 'webhook') {
    return { ...trigger, with: { ...written, auth: testedAuth(written.auth, request?.claims) } }
  }
  if (type === 'schedule' && at !== undefined) return { ...trigger, with: { ...written, ...endAt(written, Date.parse(at)) } }
  return trigger
}

/** Where it is asked who calls, a test proves it: a stranger is told less. */
function testedAuth(auth: Json | undefined, claims: JsonObject | undefined): Json {
  if (claims !== undefined) return { ...withoutKey(auth), type: 'jwt', secret: callerSecret }
  return isJsonObject(auth) ? { type: 'bearer', secret: callerSecret } : 'none'
}

function withoutKey(auth: Json | undefined): JsonObject {
  if (!isJsonObject(auth) || auth.type !== 'jwt') return {}
  const { jwks, ...others } = auth
  return others
}

/** Where the schedule would not have come to it, it keeps its own times: then it does not fire, which is what a test is told. */
function endAt({ from, until }: JsonObject, at: number): JsonObject {
  const isOutside = (typeof from === 'string' && Date.parse(from) > at) || (typeof until === 'string' && Date.parse(until) < at)
  return isOutside ? {} : { until: new Date(at).toISOString() }
}

function testedNodes(nodes: Nodes): Nodes {
  return Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, testedNode(node)]))
}

function testedNode(node: NodeDefinition): NodeDefinition {
  const { nodes, catch: caught, finally: last, retry, ...alone } = node
  return {
    ...alone,
    ...(retry && { retry: { attempts: retry.attempts, delay: '1ms', ...(retry.on && { on: retry.on }) } }),
    ...(nodes && { nodes: testedNodes(nodes) }),
    ...(caught && { catch: testedNodes(caught) }),
    ...(last && { finally: testedNodes(last) }),
  }
}
