import { type Change, isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { valueAt } from '../value-at.ts'
import { brokenText, type Draft, type Plan, plan } from './plan.ts'
import { placeOf, setField } from './set-field.ts'

interface Param {
  readonly name: string
  /** Undefined takes it away. */
  readonly value: Json | undefined
  /** All parameters as they should follow each other: a new one goes before the first of those behind it. */
  readonly order: readonly string[]
}

/** Sets a parameter of a node or trigger; one that is not there yet goes to its place among the others. */
export function setParam(draft: Draft, key: string, { name, value, order }: Param): Plan {
  const { text } = draft
  if (!text.isCurrent) return brokenText(text)
  const place = placeOf(text.value, key)
  const owner = place && valueAt(text.value, place)
  if (value === undefined || place === undefined || !isJsonObject(owner)) return setField(draft, key, ['with', name], value)
  const at = [...place, 'with']
  const added = owner.with === undefined ? firstParam(owner) : isJsonObject(owner.with) ? anotherParam(owner.with) : undefined
  return added === undefined ? setField(draft, key, ['with', name], value) : plan([added], [key])

  /** As in every example: behind type and name. */
  function firstParam(node: JsonObject): Change | undefined {
    const before = Object.keys(node).find((one) => one !== 'type' && one !== 'name')
    return before === undefined ? undefined : { type: 'insert', path: at, value: { [name]: value ?? null }, before }
  }

  function anotherParam(params: JsonObject): Change | undefined {
    const before = Object.hasOwn(params, name) ? undefined : behind(order, name).find((one) => Object.hasOwn(params, one))
    return before === undefined ? undefined : { type: 'insert', path: [...at, name], value: value ?? null, before }
  }
}

function behind(order: readonly string[], name: string): readonly string[] {
  return order.includes(name) ? order.slice(order.indexOf(name) + 1) : []
}
