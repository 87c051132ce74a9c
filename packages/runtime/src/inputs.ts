import type { InputDefinition, Json, JsonObject, TriggerFact, Workflow } from '@millrace/engine'
import { RuntimeError } from './errors.ts'

/** Triggers whose starter gives inputs by name, as a person, a program or a calling workflow does; others only get the defaults. */
const triggersWithInputs: readonly string[] = ['manual', 'call', 'function']

type Fired = Pick<TriggerFact, 'id' | 'type'>

/** The inputs that the file gives with a trigger. A start by hand under the same id is another trigger. */
export function inputsOfTrigger({ triggers }: Pick<Workflow, 'triggers'>, { id, type }: Fired): JsonObject | undefined {
  const trigger = triggers !== undefined && Object.hasOwn(triggers, id) ? triggers[id] : undefined
  return trigger?.type === type ? trigger.inputs : undefined
}

/** Fills in what the trigger gives, then defaults, and checks the inputs of a start. Throws `INPUTS_INVALID` with every mistake at once. */
export function resolveInputs(workflow: Workflow, trigger: Fired, given: JsonObject): JsonObject {
  const fixed = inputsOfTrigger(workflow, trigger) ?? {}
  const definitions = workflow.inputs ?? {}
  const resolved: Record<string, Json> = {}
  const mistakes: string[] = []
  for (const [name, definition] of Object.entries(definitions)) {
    const value = Object.hasOwn(given, name) ? given[name] : Object.hasOwn(fixed, name) ? fixed[name] : definition.default
    if (value !== undefined) resolved[name] = value
    if (triggersWithInputs.includes(trigger.type)) mistakes.push(...mistakesOf(name, definition, value))
  }
  for (const name of Object.keys(given)) if (!Object.hasOwn(definitions, name)) mistakes.push(`${name} is not an input of ${workflow.id}`)
  if (mistakes.length > 0) throw new RuntimeError('INPUTS_INVALID', `The inputs do not fit: ${mistakes.join('; ')}.`)
  return resolved
}

function mistakesOf(name: string, { type, required, enum: choices }: InputDefinition, value: Json | undefined): readonly string[] {
  if (value === undefined) return required ? [`${name} is required`] : []
  if (type !== undefined && !fits(type, value)) return [`${name} must be of type ${type}`]
  if (choices !== undefined && !choices.some((choice) => JSON.stringify(choice) === JSON.stringify(value))) {
    return [`${name} must be one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}`]
  }
  return []
}

function fits(type: NonNullable<InputDefinition['type']>, value: Json): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}
