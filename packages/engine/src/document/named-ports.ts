import { isJsonObject, type Json, type JsonObject } from '../json.ts'

/** How the parameters of a node name its ports. As data, so that whoever draws a node knows them without running anything. */
export interface NamedPorts {
  /** Parameters whose keys (of a map) or items (of a list) are ports. */
  readonly from: readonly string[]
  /** Ports that are there besides, after the named ones. */
  readonly always?: readonly string[]
  /** The ports when the parameters name none. */
  readonly otherwise?: readonly string[]
}

/** The ports of a node with these parameters, which may be half written. */
export function namedPorts({ from, always = [], otherwise = [] }: NamedPorts, params: JsonObject): readonly string[] {
  const named = from.flatMap((key) => (Object.hasOwn(params, key) ? namesIn(params[key]) : []))
  return [...new Set([...(named.length > 0 ? named : otherwise), ...always])]
}

function namesIn(value: Json | undefined): readonly string[] {
  if (isJsonObject(value)) return Object.keys(value)
  return Array.isArray(value) ? value.map(String) : []
}
