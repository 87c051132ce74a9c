import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { checkFields, isList, kindOf } from './check-fields.ts'
import { idMistake } from './ids.ts'
import type { Path, ProblemReport } from './problem-report.ts'
import { quoted } from './quoted.ts'
import { inputFields, type inputTypes } from './workflow-fields.ts'

type InputType = (typeof inputTypes)[number]

/** What is right of each declared input, by its name. */
export type InputsDeclared = ReadonlyMap<string, JsonObject>

/** Each input is well formed, and its default and choices fit its type. */
export function checkInputs(report: ProblemReport, inputs: Json | undefined): InputsDeclared {
  const declared = new Map<string, JsonObject>()
  if (!isJsonObject(inputs)) return declared
  for (const [id, value] of Object.entries(inputs)) {
    const path = ['inputs', id]
    const mistake = idMistake(id, 'input')
    if (mistake !== undefined) report.add({ code: 'INVALID_ID', message: `The input name ${quoted(id)} ${mistake}.`, path, part: 'key' })
    const thing = `input ${quoted(id)}`
    const input = checkFields(report, { value, path, thing }, inputFields)
    checkChoices(report, input, path, thing)
    if (Object.hasOwn(input, 'default'))
      checkInputValue(report, input, input.default ?? null, [...path, 'default'], `The default of ${thing}`)
    declared.set(id, input)
  }
  return declared
}

function checkChoices(report: ProblemReport, input: JsonObject, path: Path, thing: string): void {
  const type = typeOf(input)
  for (const [index, choice] of (choicesOf(input) ?? []).entries()) {
    if (type === undefined || fitsType(choice, type)) continue
    const message = `A choice of ${thing} is ${kindOf(choice)}, which does not fit its type ${type}.`
    report.add({ code: 'INPUT_MISMATCH', message, path: [...path, 'enum', index] })
  }
}

/** A value that the file gives for an input fits its type and choices. `thing` begins the message. */
export function checkInputValue(report: ProblemReport, input: JsonObject, value: Json, path: Path, thing: string): void {
  const type = typeOf(input)
  const choices = choicesOf(input)
  if (type !== undefined && !fitsType(value, type)) {
    report.add({ code: 'INPUT_MISMATCH', message: `${thing} is ${kindOf(value)}, which does not fit its type ${type}.`, path })
  } else if (choices !== undefined && !choices.some((choice) => JSON.stringify(choice) === JSON.stringify(value))) {
    report.add({ code: 'INPUT_MISMATCH', message: `${thing} is not one of its choices.`, path })
  }
}

function typeOf(input: JsonObject): InputType | undefined {
  return input.type as InputType | undefined // checkFields has let through only what the table allows.
}

function choicesOf(input: JsonObject): readonly Json[] | undefined {
  return isList(input.enum) ? input.enum : undefined
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
