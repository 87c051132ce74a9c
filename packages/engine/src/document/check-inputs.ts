import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { checkFields, isList, kindOf } from './check-fields.ts'
import { idMistake } from './ids.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'
import { inputFields, type inputTypes } from './workflow-fields.ts'

type InputType = (typeof inputTypes)[number]

/** Each input is well formed, and its default and choices fit its type. */
export function checkInputs(report: ProblemReport, inputs: Json | undefined): void {
  if (!isJsonObject(inputs)) return
  for (const [id, value] of Object.entries(inputs)) {
    const path = ['inputs', id]
    const mistake = idMistake(id, 'input')
    if (mistake !== undefined) report.add({ code: 'INVALID_ID', message: `The input name ${quoted(id)} ${mistake}.`, path, part: 'key' })
    const thing = `input ${quoted(id)}`
    checkValues(report, checkFields(report, { value, path, thing }, inputFields), path, thing)
  }
}

function checkValues(report: ProblemReport, input: JsonObject, path: Path, thing: string): void {
  // checkFields has let through only what the table allows.
  const type = input.type as InputType | undefined
  const choices = isList(input.enum) ? input.enum : undefined
  for (const [index, choice] of (choices ?? []).entries()) {
    if (type === undefined || fitsType(choice, type)) continue
    const message = `A choice of ${thing} is ${kindOf(choice)}, which does not fit its type ${type}.`
    report.add({ code: 'INPUT_MISMATCH', message, path: [...path, 'enum', index] })
  }
  if (!Object.hasOwn(input, 'default')) return
  const value = input.default ?? null
  if (type !== undefined && !fitsType(value, type)) {
    const message = `The default of ${thing} is ${kindOf(value)}, which does not fit its type ${type}.`
    report.add({ code: 'INPUT_MISMATCH', message, path: [...path, 'default'] })
  } else if (choices !== undefined && !choices.some((choice) => JSON.stringify(choice) === JSON.stringify(value))) {
    report.add({ code: 'INPUT_MISMATCH', message: `The default of ${thing} is not one of its choices.`, path: [...path, 'default'] })
  }
}

function fitsType(value: Json, type: InputType): boolean {
  switch (type) {
    case 'array':
      return isList(value)
    case 'object':
      return isJsonObject(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}
