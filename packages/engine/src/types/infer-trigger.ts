import type { Catalog } from '../document/catalog.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import { withFields } from './read-member.ts'
import { anyMapType, booleanType, numberType, optionsOf, stringType, unionOf, unknownType, type ValueType } from './value-type.ts'

/** What `trigger` stands for, and the same without `id` and `type`, which is the `input` of the first nodes. */
export interface TriggerTypes {
  readonly data: ValueType
  readonly trigger: ValueType
}

/** What a calling workflow brings: any workflow may be called, also one that names only other triggers. */
const callType: ValueType = {
  kind: 'map',
  isAside: true,
  fields: {
    inputs: { type: unknownType },
    executionId: { type: stringType },
    step: { type: stringType },
    depth: { type: numberType },
    awaited: { type: booleanType },
    handling: { type: booleanType },
    eventDepth: { type: numberType, optional: true },
  },
}

/** One of the triggers of the file has fired; without any, or with one that brings what its starter says, the data may be any map. */
export function inferTrigger(triggers: Json | undefined, catalog: Catalog): TriggerTypes {
  const declared = isJsonObject(triggers) ? Object.values(triggers).map((trigger) => dataType(trigger, catalog)) : []
  const data = unionOf(declared.length === 0 ? [anyMapType] : [...declared, callType])
  return { data, trigger: unionOf(optionsOf(data).map(named)) }
}

/** `id` and `type` stand beside the data. */
function named(data: ValueType): ValueType {
  const type = withFields(data, { id: stringType, type: stringType })
  return type.kind === 'map' && data.kind === 'map' && data.isAside ? { ...type, isAside: true } : type
}

function dataType(trigger: Json, catalog: Catalog): ValueType {
  if (!isJsonObject(trigger) || typeof trigger.type !== 'string') return anyMapType
  const written: JsonObject = isJsonObject(trigger.with) ? trigger.with : {}
  try {
    return catalog.trigger(trigger.type)?.dataType?.(written) ?? anyMapType
  } catch {
    // A type from a plugin may break on parameters that do not fit; those are reported, and here nothing is known then.
    return anyMapType
  }
}
