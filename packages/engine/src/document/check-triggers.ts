import { isJsonObject, type Json } from '../json.ts'
import type { Catalog } from './catalog.ts'
import { capital, checkFields } from './check-fields.ts'
import { checkTriggerParams } from './check-params.ts'
import { idMistake } from './ids.ts'
import type { ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'
import { paramsOf } from './read-nodes.ts'
import { triggerFields } from './workflow-fields.ts'

/** Each trigger is well formed, its type exists and its parameters fit. */
export function checkTriggers(report: ProblemReport, triggers: Json | undefined, catalog: Catalog): void {
  if (!isJsonObject(triggers)) return
  for (const [id, value] of Object.entries(triggers)) {
    const path = ['triggers', id]
    const thing = `trigger ${quoted(id)}`
    const mistake = idMistake(id, 'trigger')
    if (mistake !== undefined) report.add({ code: 'INVALID_ID', message: `The trigger id ${quoted(id)} ${mistake}.`, path, part: 'key' })
    const trigger = checkFields(report, { value, path, thing }, triggerFields)
    if (typeof trigger.type !== 'string' || !isJsonObject(value)) continue
    const facts = catalog.trigger(trigger.type)
    if (facts === undefined) {
      const message = `${capital(thing)} has the unknown type ${quoted(trigger.type)}: correct it, or install the plugin that brings it.`
      report.add({
        code: 'UNKNOWN_TRIGGER_TYPE',
        message,
        path: [...path, 'type'],
        near: { word: trigger.type, known: () => catalog.triggerTypes() },
      })
    } else {
      const params = paramsOf(value, trigger)
      if (params !== undefined) checkTriggerParams(report, { thing, path: [...path, 'with'], facts, params })
    }
  }
}
