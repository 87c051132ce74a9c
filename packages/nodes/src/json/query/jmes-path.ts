import { isJsonObject, type Json } from '@millrace/engine'
import { valueKey } from '../../transform/value-order.ts'
import { type Budget, payForWhole, QueryError } from './budget.ts'
import { jmesFunctions } from './jmes-functions.ts'
import { type JmesNode, parseJmesPath } from './jmes-syntax.ts'

/** Evaluates a JMESPath query over own properties, within the budget. */
export function queryJmesPath(query: string, value: Json, budget: Budget): Json {
  const tree = parseJmesPath(query)
  const visit = (node: JmesNode, at: Json): Json => {
    budget.spend(1)
    const evaluate = Object.hasOwn(kinds, node.type) ? kinds[node.type] : undefined
    if (!evaluate) throw new QueryError(`there is no meaning for ${node.type} here`)
    return evaluate({ node, at, visit, budget })
  }
  const result = visit(tree, value)
  payForWhole(result, budget)
  return result
}

interface Step {
  readonly node: JmesNode
  readonly at: Json
  readonly budget: Budget
  visit(node: JmesNode, at: Json): Json
}

const kinds: Readonly<Record<string, (step: Step) => Json>> = {
  Field: ({ node, at }) => (isJsonObject(at) && Object.hasOwn(at, String(node.name)) ? (at[String(node.name)] ?? null) : null),
  Subexpression: ({ node, at, visit }) => visit(child(node, 1), visit(child(node, 0), at)),
  IndexExpression: ({ node, at, visit }) => visit(child(node, 1), visit(child(node, 0), at)),
  Index: ({ node, at }) => (Array.isArray(at) ? (at.at(Number(node.value)) ?? null) : null),
  Slice: slice,
  Projection: ({ node, at, visit }) => project(visit(child(node, 0), at), (one) => visit(child(node, 1), one)),
  ValueProjection({ node, at, visit }) {
    const map = visit(child(node, 0), at)
    return isJsonObject(map) ? project(Object.values(map), (one) => visit(child(node, 1), one)) : null
  },
  FilterProjection({ node, at, visit }) {
    const list = visit(child(node, 0), at)
    const kept = Array.isArray(list) ? list.filter((one: Json) => isTruthy(visit(child(node, 2), one))) : null
    return project(kept, (one) => visit(child(node, 1), one))
  },
  Comparator: compare,
  Flatten({ node, at, visit, budget }) {
    const list = visit(child(node, 0), at)
    if (!Array.isArray(list)) return null
    const flat = list.flat()
    budget.spend(flat.length / 4)
    return flat
  },
  Identity: ({ at }) => at,
  Current: ({ at }) => at,
  MultiSelectList: ({ node, at, visit }) => (at === null ? null : children(node).map((one) => visit(one, at))),
  MultiSelectHash: ({ node, at, visit }) =>
    // A pair has its value where other nodes have data.
    at === null ? null : Object.fromEntries(children(node).map(({ name, value }) => [String(name), visit(value as JmesNode, at)])),
  OrExpression({ node, at, visit }) {
    const left = visit(child(node, 0), at)
    return isTruthy(left) ? left : visit(child(node, 1), at)
  },
  AndExpression({ node, at, visit }) {
    const left = visit(child(node, 0), at)
    return isTruthy(left) ? visit(child(node, 1), at) : left
  },
  NotExpression: ({ node, at, visit }) => !isTruthy(visit(child(node, 0), at)),
  // The parser read it as JSON.
  Literal: ({ node }) => (node.value ?? null) as Json,
  Pipe: ({ node, at, visit }) => visit(child(node, 1), visit(child(node, 0), at)),
  Function: callFunction,
}

function callFunction({ node, at, visit, budget }: Step): Json {
  const name = String(node.name)
  const call = Object.hasOwn(jmesFunctions, name) ? jmesFunctions[name] : undefined
  if (!call) throw new QueryError(`there is no function ${name}`)
  const args = children(node).map((one) => {
    if (one.type !== 'ExpressionReference') return visit(one, at)
    return (item: Json) => visit(child(one, 0), item)
  })
  return call(args, budget)
}

function child({ children: all = [] }: JmesNode, index: number): JmesNode {
  return all[index] ?? { type: 'Identity' }
}

function children({ children: all = [] }: JmesNode): readonly JmesNode[] {
  return all
}

function project(list: Json, read: (one: Json) => Json): Json {
  return Array.isArray(list) ? list.map(read).filter((one) => one !== null) : null
}

function slice({ node, at, budget }: Step): Json {
  if (!Array.isArray(at)) return null
  // The parser puts null where nothing stands.
  const [from, to, by] = (node.children ?? []) as unknown as readonly (number | null)[]
  const step = by ?? 1
  if (step === 0) throw new QueryError('a slice cannot go by 0')
  const bound = (value: number | null | undefined, otherwise: number) =>
    value === null || value === undefined
      ? otherwise
      : Math.min(Math.max(value < 0 ? value + at.length : value, step < 0 ? -1 : 0), step < 0 ? at.length - 1 : at.length)
  const [start, stop] = step > 0 ? [bound(from, 0), bound(to, at.length)] : [bound(from, at.length - 1), bound(to, -1)]
  const taken: Json[] = []
  for (let index = start; step > 0 ? index < stop : index > stop; index += step) taken.push(at[index] ?? null)
  budget.spend(taken.length / 4)
  return taken
}

function compare({ node, at, visit, budget }: Step): Json {
  const [left, right] = [visit(child(node, 0), at), visit(child(node, 1), at)]
  if (node.name === 'EQ' || node.name === 'NE') return isEqual(left, right, budget) === (node.name === 'EQ')
  if (typeof left !== 'number' || typeof right !== 'number') return null
  switch (node.name) {
    case 'GT':
      return left > right
    case 'GTE':
      return left >= right
    case 'LT':
      return left < right
    default:
      return left <= right
  }
}

function isEqual(left: Json, right: Json, budget: Budget): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object') return false
  payForWhole(left, budget)
  payForWhole(right, budget)
  return valueKey(left) === valueKey(right)
}

function isTruthy(value: Json): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (isJsonObject(value)) return Object.keys(value).length > 0
  return value !== '' && value !== false && value !== null
}
