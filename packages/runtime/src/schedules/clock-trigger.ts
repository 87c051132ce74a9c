import type { TriggerDefinition } from '@millrace/engine'
import type { FireTimes, TriggerType } from '@millrace/kit'
import type { ScheduleKey } from '@millrace/store'
import type { PublishedWorkflow, Workflows } from '../workflows.ts'

/** A trigger of a published workflow that fires by the clock. */
export interface ClockTrigger {
  readonly id: string
  readonly type: string
  readonly times: FireTimes
  /** Its parameters as text: what the times follow from. */
  readonly spec: string
}

export type TriggerTypes = (type: string) => TriggerType | undefined

/** Those that are switched on. */
export function clockTriggers({ workflow }: PublishedWorkflow, triggerType: TriggerTypes): readonly ClockTrigger[] {
  return Object.entries(workflow.triggers ?? {}).flatMap(([id, definition]) => clockTrigger(id, definition, triggerType) ?? [])
}

/** The trigger as its workflow has it now; undefined when that or the trigger is gone or switched off. */
export async function clockTriggerOf(workflows: Workflows, triggerType: TriggerTypes, key: ScheduleKey): Promise<ClockTrigger | undefined> {
  const triggers = (await workflows.get(key.account, key.workflowId))?.workflow.triggers ?? {}
  const definition = Object.hasOwn(triggers, key.triggerId) ? triggers[key.triggerId] : undefined
  return definition && clockTrigger(key.triggerId, definition, triggerType)
}

/** As long as their workflow is kept: checking a cron expression takes longer than starting an execution. An alias of YAML is the same for two ids. */
const read = new WeakMap<TriggerDefinition, Omit<ClockTrigger, 'id'>>()

function clockTrigger(id: string, definition: TriggerDefinition, triggerType: TriggerTypes): ClockTrigger | undefined {
  const known = read.get(definition)
  if (known !== undefined) return { id, ...known }
  const { type, disabled, with: written = {} } = definition
  const times = disabled === true ? undefined : triggerType(type)?.times
  if (times === undefined) return undefined
  const made = { type, times: times(written), spec: JSON.stringify({ type, with: written }) }
  read.set(definition, made)
  return { id, ...made }
}
