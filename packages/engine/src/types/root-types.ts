import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { typeOfJson } from './type-of-json.ts'
import {
  anyMapType,
  booleanType,
  type Field,
  listOf,
  mapOf,
  numberType,
  stringType,
  unionOf,
  unknownType,
  type ValueType,
} from './value-type.ts'

/** Owns: the shapes of what the engine itself gives to expressions. What it makes of them at run time is in `step-scope.ts`. */
export const errorType: ValueType = mapOf({
  code: { type: stringType, about: 'What went wrong, in one word.' },
  class: { type: stringType, about: '`retryable`, `fatal`, `timeout` or `canceled`.' },
  message: stringType,
  step: { type: stringType, optional: true, about: 'The step that failed.' },
  details: { type: unknownType, optional: true },
})

/** The output of a node that failed and went on. */
export const failureType: ValueType = mapOf({ error: errorType })

export const executionType: ValueType = mapOf({ id: stringType, startedAt: { type: stringType, about: 'ISO 8601, in UTC.' } })

export const workflowType: ValueType = mapOf({ id: stringType, version: numberType, name: stringType })

export const addressType: ValueType = mapOf({
  url: stringType,
  token: stringType,
  approveUrl: { type: stringType, optional: true },
  rejectUrl: { type: stringType, optional: true },
})

/** What can be read of a node, given the type of its output. */
export function nodeViewType(output: ValueType): ValueType {
  return mapOf({
    output,
    status: { type: stringType, about: '`success`, `failed`, `skipped` …' },
    port: { type: stringType, optional: true, about: 'The port it left by.' },
    error: { type: errorType, optional: true },
  })
}

/** The inputs as declared. Those of a manual start or a call are checked against this before anything runs. */
export function inputsType(inputs: Json | undefined): ValueType {
  return mapOf(mapValues(inputs, inputField))
}

function inputField(input: Json): Field {
  if (!isJsonObject(input)) return { type: unknownType }
  const isOptional = input.required !== true && !Object.hasOwn(input, 'default')
  const { description: about } = input
  return { type: inputType(input), ...(isOptional && { optional: true }), ...(typeof about === 'string' && { about }) }
}

const inputTypes: ReadonlyMap<Json | undefined, ValueType> = new Map([
  ['string', stringType],
  ['number', numberType],
  ['integer', numberType],
  ['boolean', booleanType],
  ['object', anyMapType],
  ['array', listOf(unknownType)],
])

function inputType({ type, enum: choices }: JsonObject): ValueType {
  if (Array.isArray(choices) && choices.length > 0) return unionOf(choices.map(typeOfJson))
  return inputTypes.get(type) ?? unknownType
}

/** The variables as written. The instance may set others over them, of any type: this is for completion, never for a check. */
export function varsType(vars: Json | undefined): ValueType {
  return mapOf(
    mapValues(vars, (value) => ({ type: typeOfJson(value) })),
    unknownType,
  )
}

function mapValues(map: Json | undefined, toField: (value: Json) => Field): Readonly<Record<string, Field>> {
  return isJsonObject(map) ? Object.fromEntries(Object.entries(map).map(([name, value]) => [name, toField(value)])) : {}
}
