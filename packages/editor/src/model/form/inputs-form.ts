import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { formFields } from './form-fields.ts'
import type { FormField } from './form-shape.ts'

/** The fields for the inputs that a workflow declares, in the short form of its file. Nobody has to fill in those that the trigger gives. */
export function inputFields(inputs: Json | undefined, given: readonly string[] = []): readonly FormField[] {
  const declared = isJsonObject(inputs) ? Object.entries(inputs) : []
  const properties = Object.fromEntries(declared.map(([name, one]) => [name, isJsonObject(one) ? one : { type: one }]))
  const required = declared.flatMap(([name, one]) =>
    isJsonObject(one) && one.required === true && one.default === undefined && !given.includes(name) ? [name] : [],
  )
  return formFields({ type: 'object', properties, required }, { type: 'inputs' })
}

/** What is filled in, of inputs that are still declared. */
export function givenInputs(fields: readonly FormField[], values: JsonObject): JsonObject {
  return Object.fromEntries(fields.flatMap(({ name }) => (values[name] === undefined ? [] : [[name, values[name]]])))
}

/** The titles of those that have to be filled in and are not. */
export function missingInputs(fields: readonly FormField[], values: JsonObject): readonly string[] {
  return fields.filter(({ name, isRequired }) => isRequired && values[name] === undefined).map(({ title }) => title)
}
