import { type Change, isJsonObject, type Json } from '@millrace/engine'
import { type DraftNode, draftNode } from '../draft-nodes.ts'
import { failurePorts } from '../ports-of.ts'
import { changeRoutes, portsOf } from './change-routes.ts'
import { brokenText, type Draft, noSuchNode, type Plan, plan, refuse } from './plan.ts'

/** Gives a node whose parameters name its ports, such as `switch`, one more. */
export function addCase({ text, types }: Draft, key: string, name: string, value: Json): Plan {
  if (!text.isCurrent) return brokenText(text)
  const found = findCases(text.value, types, key)
  if ('ok' in found) return found
  const { node, param, cases } = found
  const mistake = nameMistake(name, portsOf(node, types))
  if (mistake !== undefined) return refuse(mistake)
  const path = [...node.path, 'with', param]
  if (Array.isArray(cases)) return plan([{ type: 'insert', path: [...path, cases.length], value: name }], [key])
  return plan([{ type: 'set', path: [...path, name], value: param === 'ports' ? [name] : value }], [key])
}

/** Takes a port away, with the edges that begin there. */
export function removeCase({ text, types }: Draft, key: string, name: string): Plan {
  if (!text.isCurrent) return brokenText(text)
  const found = findCases(text.value, types, key, name)
  if ('ok' in found) return found
  const { node, param, cases } = found
  const at = Array.isArray(cases) ? cases.indexOf(name) : name
  const { next } = node.definition
  const routes = isJsonObject(next) && Object.hasOwn(next, name) ? changeRoutes(node, types, (all) => all.set(name, [])) : []
  return plan([...routes, { type: 'delete', path: [...node.path, 'with', param, at] }], [key])
}

export function renameCase({ text, types }: Draft, key: string, name: string, to: string): Plan {
  if (!text.isCurrent) return brokenText(text)
  const found = findCases(text.value, types, key, name)
  if ('ok' in found) return found
  const { node, param, cases } = found
  const mistake = nameMistake(to, portsOf(node, types))
  if (mistake !== undefined) return refuse(mistake)
  const path = [...node.path, 'with', param]
  const { next } = node.definition
  const renamed: Change = Array.isArray(cases)
    ? { type: 'set', path: [...path, cases.indexOf(name)], value: to }
    : { type: 'rename', path: [...path, name], to }
  const routes: Change[] =
    isJsonObject(next) && Object.hasOwn(next, name) ? [{ type: 'rename', path: [...node.path, 'next', name], to }] : []
  return plan([renamed, ...routes], [key])
}

interface FoundCases {
  readonly node: DraftNode
  /** The parameter that names the port, or would. */
  readonly param: string
  readonly cases: Json | undefined
}

function findCases(
  value: Draft['text']['value'],
  types: Draft['types'],
  key: string,
  name?: string,
): FoundCases | Extract<Plan, { ok: false }> {
  const node = draftNode(value, key)
  if (node === undefined) return noSuchNode(key)
  const { type, with: params } = node.definition
  const named = typeof type === 'string' ? types.nodes.get(type)?.namedPorts : undefined
  if (named === undefined) return refuse(`The ports of "${node.id}" are always the same.`)
  const written = isJsonObject(params) ? params : {}
  const param = named.from.find((one) => (name === undefined ? Object.hasOwn(written, one) : names(written[one]).includes(name)))
  if (name !== undefined && param === undefined) return refuse(`"${node.id}" has no case "${name}".`)
  const chosen = param ?? named.from[0] ?? ''
  return { node, param: chosen, cases: written[chosen] }
}

function names(cases: Json | undefined): readonly Json[] {
  return isJsonObject(cases) ? Object.keys(cases) : Array.isArray(cases) ? cases : []
}

function nameMistake(name: string, ports: readonly string[]): string | undefined {
  if (!/^[a-z][a-z0-9_-]*$/.test(name))
    return `"${name}" cannot name a port: begin with a letter, then lower-case letters, digits, "_" and "-".`
  return [...ports, ...failurePorts, 'default'].includes(name) ? `There is a port "${name}" already.` : undefined
}
