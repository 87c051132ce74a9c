import { isJsonObject, type JsonObject, namedPorts } from '@millrace/engine'
import type { NodeTypeFacts } from './type-facts.ts'

/** The ports that every node has besides its own. */
export const failurePorts: readonly string[] = ['error', 'timeout']

const noParams: JsonObject = {}
const onlySuccess: readonly string[] = ['success']

/** The normal ports of a node, the usual one first. Of an unknown type, those that its edges name. */
export function normalPorts(definition: JsonObject, facts: NodeTypeFacts | undefined): readonly string[] {
  if (facts?.namedPorts !== undefined) return namedPorts(facts.namedPorts, isJsonObject(definition.with) ? definition.with : noParams)
  if (facts !== undefined) return facts.ports
  const { next } = definition
  const named = isJsonObject(next) ? Object.keys(next).filter((port) => port !== 'default' && !failurePorts.includes(port)) : []
  return named.length > 0 ? named : onlySuccess
}
