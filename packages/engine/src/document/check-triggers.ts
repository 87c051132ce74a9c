import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { Catalog } from './catalog.ts'
import { capital, checkFields } from './check-fields.ts'
import { checkInputValue, type InputsDeclared } from './check-inputs.ts'
import { checkTriggerParams } from './check-params.ts'
import { idMistake } from './ids.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'
import { paramsOf } from './read-nodes.ts'
import { triggerFields } from './workflow-fields.ts'

/** Each trigger is well formed, its type exists, its parameters fit, and so do the inputs that it gives. */
export function checkTriggers(report: ProblemReport, triggers: Json | undefined, inputs: InputsDeclared, catalog: Catalog): void {
  if (!isJsonObject(triggers)) return
  for (const [id, value] of Object.entries(triggers)) {
    const path = ['triggers', id]
    const thing = `trigger ${quoted(id)}`
    const mistake = idMistake(id, 'trigger')
    if (mistake !== undefined) report.add({ code: 'INVALID_ID', message: `The trigger id ${quoted(id)} ${mistake}.`, path, part: 'key' })
    const trigger = checkFields(report, { value, path, thing }, triggerFields)
    if (isJsonObject(trigger.inputs)) checkGiven(report, trigger.inputs, inputs, [...path, 'inputs'], thing)
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

/** What a trigger gives is declared, and fits. */
function checkGiven(report: ProblemReport, given: JsonObject, inputs: InputsDeclared, path: Path, thing: string): void {
  for (const [name, value] of Object.entries(given)) {
    const input = inputs.get(name)
    if (input !== undefined) {
      checkInputValue(report, input, value, [...path, name], `The input ${quoted(name)} of ${thing}`)
      continue
    }
    const message = `${capital(thing)} gives the input ${quoted(name)}, which is not declared: add it under "inputs" of the workflow.`
    report.add({
      code: 'UNKNOWN_INPUT',
      message,
      path: [...path, name],
      part: 'key',
      near: { word: name, known: () => [...inputs.keys()] },
    })
  }
}
