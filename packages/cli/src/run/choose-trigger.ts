import type { Json, TriggerFact, Workflow } from '@millrace/engine'
import { manualTrigger } from '@millrace/server'
import { usageError } from '../cli-error.ts'

/** The trigger that is named, or the only one, or the manual one; with what it receives. A workflow without triggers is started by hand. */
export function chooseTrigger(workflow: Workflow, wanted: string | undefined, data: Json | undefined): TriggerFact {
  const { id, triggers = {} } = workflow
  const ids = Object.keys(triggers)
  const isOpen = ids.length > 1 && Object.values(triggers).every(({ type }) => type !== 'manual')
  if (wanted === undefined && isOpen) throw usageError(`${id} has several triggers: choose one with --trigger ${ids.join(', --trigger ')}.`)
  const chosen = manualTrigger(workflow, wanted ?? (ids.length === 1 ? ids[0] : undefined), data)
  switch (chosen.status) {
    case 'fits':
      return chosen.trigger
    case 'unknown': {
      const hint = chosen.nearest === undefined ? '' : ` Did you mean ${chosen.nearest}?`
      throw usageError(`${id} has no trigger ${wanted}.${hint} It has ${ids.join(', ') || 'none'}.`)
    }
    case 'unfit':
      throw usageError(`--data must be a map here, such as '{"name":"Ada"}': its keys are what expressions read as trigger.<key>.`)
  }
}
