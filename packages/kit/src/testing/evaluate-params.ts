import { compileTemplate, evaluateTemplate, isJsonObject, type Json, type JsonObject, type Scope } from '@millrace/engine'

/** Evaluates the expressions in `with`, which see these names and nothing else. Throws at the first that is wrong. */
export function evaluateParams(params: JsonObject, names: JsonObject): JsonObject {
  const { template, problems } = compileTemplate(params)
  const [problem] = problems
  if (problem) throw new Error(`${problem.at.join('.')}: ${problem.message}`)
  const value = evaluateTemplate(template, scopeOf(names))
  if (!isJsonObject(value)) throw new Error('The parameters must be a map')
  return value
}

function scopeOf(names: JsonObject): Scope {
  const nodes = isJsonObject(names.nodes) ? names.nodes : {}
  return {
    name: (name) => own(names, name),
    node: (id) => own(nodes, id),
    names: () => Object.keys(names),
    nodeIds: () => Object.keys(nodes),
  }
}

function own(map: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}
