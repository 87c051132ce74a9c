import { type Catalog, compilePlan, type JsonObject, parseWorkflow, type TriggerDefinition } from '@millrace/engine'
import type { Looking, TriggerType } from '@millrace/kit'
import type { PollKey } from '@millrace/store'
import type { PublishedWorkflow, Workflows } from '../workflows.ts'

export type ReadyLook = Pick<PublishedWorkflow, 'workflow' | 'version' | 'plan'>

/** A trigger of a published workflow that looks for what is new. */
export interface PollTrigger {
  readonly id: string
  readonly type: string
  readonly looking: Looking
  /** What it looks at, as text: what its cursor and the items seen belong to. */
  readonly source: string
  /** The nodes that it looks with, made ready under the name of its workflow. Throws when they are not sound. */
  look(): ReadyLook
}

export interface PollTypes {
  readonly catalog: Catalog
  triggerType(type: string): TriggerType | undefined
}

/** The trigger as its workflow has it now. `gone`: there is none of that id that looks for anything. */
export async function pollTriggerOf(workflows: Workflows, types: PollTypes, key: PollKey): Promise<PollTrigger | 'switched-off' | 'gone'> {
  const published = await workflows.get(key.account, key.workflowId)
  const triggers = published?.workflow.triggers ?? {}
  const definition = Object.hasOwn(triggers, key.triggerId) ? triggers[key.triggerId] : undefined
  return published === undefined || definition === undefined ? 'gone' : pollTrigger(published, key.triggerId, definition, types)
}

/** As long as their workflow is kept: to read parameters and compile nodes takes longer than many a look. An alias of YAML is the same for two ids. */
const read = new WeakMap<TriggerDefinition, Omit<PollTrigger, 'id'>>()

function pollTrigger(
  published: PublishedWorkflow,
  id: string,
  definition: TriggerDefinition,
  { triggerType, catalog }: PollTypes,
): PollTrigger | 'switched-off' | 'gone' {
  const known = read.get(definition)
  if (known !== undefined) return { id, ...known }
  const { type, disabled, with: written = {} } = definition
  const look = triggerType(type)?.look
  if (look === undefined) return 'gone'
  const looking = disabled === true ? undefined : look(written)
  if (looking === undefined) return 'switched-off'
  let ready: ReadyLook | undefined
  const made = {
    type,
    looking,
    source: JSON.stringify(looking.source ?? looking.nodes),
    look: () => (ready ??= readyLook(looking.nodes, published, catalog)),
  }
  read.set(definition, made)
  return { id, ...made }
}

function readyLook(nodes: JsonObject, { workflow: { id, vars = {} }, version }: PublishedWorkflow, catalog: Catalog): ReadyLook {
  const parsed = parseWorkflow(JSON.stringify({ id, vars, nodes }), catalog)
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message ?? 'The nodes that it looks with are not sound.')
  return { workflow: parsed.workflow, version, plan: compilePlan(parsed.workflow, catalog) }
}
