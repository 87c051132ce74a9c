import type { Json, JsonObject } from '../../json.ts'
import type { Scope } from '../scope.ts'

/** A scope that holds the given names; for `nodes`, a map by node id. */
export function scopeOf(names: JsonObject): Scope {
  const nodes = (names.nodes ?? {}) as JsonObject
  return {
    name: (name) => own(names, name),
    node: (id) => own(nodes, id),
    names: () => Object.keys(names),
    nodeIds: () => Object.keys(nodes),
  }
}

function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
