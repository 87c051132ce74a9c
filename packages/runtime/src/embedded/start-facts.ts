import type { ExecutionStarted, JsonObject, ReplayFact } from '@millrace/engine'
import type { ExecutionSummary } from '@millrace/store'
import type { ReplayStart, StartRequest } from '../driver.ts'
import { resolveInputs } from '../inputs.ts'
import type { RuntimePorts } from '../ports.ts'
import type { PublishedWorkflow } from '../workflows.ts'

/** What a new execution begins with: its first event, and its row. */
export interface StartFacts {
  readonly event: ExecutionStarted
  readonly summary: ExecutionSummary
}

type Start = Omit<StartRequest, 'workflowId' | 'version'> & { readonly executionId: string }

/** Throws `INPUTS_INVALID`. */
export function startFacts(
  ports: Pick<RuntimePorts, 'environment'>,
  published: Pick<PublishedWorkflow, 'plan' | 'workflow' | 'version'>,
  start: Start,
  at: number,
): StartFacts {
  const { plan, workflow, version } = published
  const { account, executionId, trigger, parent, replayOf, replay, test, inputs = {} } = start
  const event: ExecutionStarted = {
    type: 'execution-started',
    at,
    executionId,
    workflow: { id: workflow.id, version, ...(workflow.name !== undefined && { name: workflow.name }) },
    trigger,
    inputs: resolveInputs(workflow, trigger, inputs),
    vars: pick(plan.uses.vars, ports.environment.vars, workflow.vars),
    env: pick(plan.uses.env, ports.environment.env),
    ...(parent && { parent }),
    ...(replay && replayOf !== undefined && { replay: replayFact(replayOf, replay) }),
    ...(test && { test }),
  }
  const summary: ExecutionSummary = {
    id: executionId,
    account,
    workflowId: workflow.id,
    workflowVersion: version,
    triggerId: trigger.id,
    triggerType: trigger.type,
    status: 'running',
    startedAt: at,
    ...(parent && { parent }),
    ...(replayOf !== undefined && { replayOf }),
    ...(test && { isTest: true }),
  }
  return { event, summary }
}

function replayFact(executionId: string, { from, items, choice }: ReplayStart): ReplayFact {
  return { executionId, choice, ...(from !== undefined && { from }), ...(items && { items }) }
}

/** The first that has a name gives its value. Most workflows name none: those pay nothing for all there are. */
function pick(names: readonly string[], first: JsonObject, second: JsonObject = {}): JsonObject {
  if (names.length === 0) return {}
  const all = { ...second, ...first }
  if (names.includes('*')) return all
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(all, name) ? [[name, all[name] ?? null]] : [])))
}
