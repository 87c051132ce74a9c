import { isOfType, type Json, type JsonObject, typeOfJson } from '@millrace/engine'
import type { NodeResult, NodeType } from '../node-type.ts'

interface Given {
  readonly written: JsonObject
  readonly params: JsonObject
  readonly input: Json
  readonly arrivals: Readonly<Record<string, Json>> | undefined
}

/** Throws when a node gave out what its `output` does not tell of: workflows that read it would be warned of a field that is there. */
export function checkOutput(node: NodeType, result: NodeResult, { written, params, input, arrivals = {} }: Given): NodeResult {
  const came = Object.fromEntries(Object.entries(arrivals).map(([from, output]) => [from, typeOfJson(output)]))
  const type = node.outputType?.(written, { input: typeOfJson(input), arrivals: came, params: typeOfJson(params) })
  if (type === undefined || !('output' in result) || isOfType(result.output ?? null, type)) return result
  const given = JSON.stringify(result.output).slice(0, 500)
  throw new Error(`"${node.type}" gave out ${given}, which is more than its "output" tells: name every field, or use z.looseObject.`)
}
