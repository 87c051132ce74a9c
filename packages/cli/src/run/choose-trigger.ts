import { nearestWord, type TriggerDefinition, type Workflow } from '@millrace/engine'
import { usageError } from '../cli-error.ts'

export interface ChosenTrigger {
  readonly id: string
  readonly definition: TriggerDefinition
}

const byHand: ChosenTrigger = { id: 'manual', definition: { type: 'manual' } }

/** The trigger that is named, or the only one; a workflow without triggers is started by hand. */
export function chooseTrigger({ id: workflow, triggers = {} }: Workflow, wanted: string | undefined): ChosenTrigger {
  const ids = Object.keys(triggers)
  const id = wanted ?? (ids.length === 1 ? ids[0] : undefined)
  if (id === undefined) {
    if (ids.length === 0) return byHand
    throw usageError(`${workflow} has several triggers: choose one with --trigger ${ids.join(', --trigger ')}.`)
  }
  const definition = triggers[id]
  if (definition !== undefined) return { id, definition }
  const near = nearestWord(id, ids)
  const known = ids.length === 0 ? 'It has none.' : `It has ${ids.join(', ')}.`
  throw usageError(`${workflow} has no trigger ${id}${near === undefined ? '' : `; did you mean ${near}?`} ${known}`)
}
