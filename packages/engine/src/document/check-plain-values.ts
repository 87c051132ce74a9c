import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'

/**
 * `vars`, the defaults of inputs and the inputs that triggers give are plain values: nobody evaluates expressions in them.
 * Only a warning, for a text with braces may be meant just so, as a template for another program is.
 */
export function checkPlainValues(report: ProblemReport, workflow: JsonObject): void {
  checkPlain(report, workflow.vars, ['vars'], '"vars"')
  for (const [id, input] of mapsOf(workflow.inputs)) {
    checkPlain(report, input.default, ['inputs', id, 'default'], `The default of input ${quoted(id)}`)
  }
  for (const [id, trigger] of mapsOf(workflow.triggers)) {
    checkPlain(report, trigger.inputs, ['triggers', id, 'inputs'], `"inputs" of trigger ${quoted(id)}`)
  }
}

function mapsOf(value: Json | undefined): readonly (readonly [string, JsonObject])[] {
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([id, part]) => (isJsonObject(part) ? [[id, part] as const] : []))
}

function checkPlain(report: ProblemReport, value: Json | undefined, path: Path, thing: string): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) checkPlain(report, part, [...path, Array.isArray(value) ? Number(key) : key], thing)
  }
  const offset = typeof value === 'string' ? value.indexOf('{{') : -1
  if (typeof value !== 'string' || offset === -1) return
  const message = `${thing} holds plain values: the expression here is not evaluated. Write the value, or move the expression into a node.`
  report.add({ code: 'NOT_EVALUATED', message, path, within: { text: value, offset } })
}
