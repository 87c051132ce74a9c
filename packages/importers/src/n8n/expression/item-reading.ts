import type { AnyNode, CallExpression } from 'acorn'
import { CannotConvert, type ExpressionScope, type NodeReading, type Reading, sourceOf } from './expression-scope.ts'
import { memberName } from './rewrite.ts'

/** Reads the ways in which n8n names items: `$input.first()`, `$('Name').item`, `$node["Name"]`, `$items("Name")[0]`. */
export function itemReading(node: AnyNode, scope: ExpressionScope): Reading | undefined {
  const nodeNamed = namedNode(node)
  if (nodeNamed !== undefined && nodeNamed.way === '$node') return scope.node(nodeNamed.name).item
  const picked = pickedBy(node)
  if (picked === undefined) return undefined
  if (isName(picked.from, '$input')) return ofInput(picked.way, scope)
  const named = namedNode(picked.from)
  if (named !== undefined && named.way === '$') return ofNode(picked.way, scope.node(named.name))
  return undefined
}

/** `$input.all()`, `$('Name').all()`, `$items()`: a list of items' data. */
export function listReading(node: AnyNode, scope: ExpressionScope): Reading | undefined {
  if (node.type !== 'CallExpression') return undefined
  if (isName(node.callee, '$items')) {
    const name = textArgument(node)
    return name === undefined ? scope.items : scope.node(name).all
  }
  if (memberName(node.callee) !== 'all' || node.callee.type !== 'MemberExpression') return undefined
  if (isName(node.callee.object, '$input')) return scope.items
  const named = namedNode(node.callee.object)
  return named?.way === '$' ? scope.node(named.name).all : undefined
}

/** `$('Name').isExecuted` */
export function hasRunReading(node: AnyNode, scope: ExpressionScope): Reading | undefined {
  if (node.type !== 'MemberExpression' || memberName(node) !== 'isExecuted') return undefined
  const named = namedNode(node.object)
  return named?.way === '$' ? scope.node(named.name).hasRun : undefined
}

/** `list[0].json`: an item of a list by its number, which in our list is the data itself. */
export function numberedItem(node: AnyNode, scope: ExpressionScope): { readonly list: Reading; readonly number: AnyNode } | undefined {
  if (node.type !== 'MemberExpression' || !node.computed) return undefined
  const list = listReading(node.object, scope)
  return list === undefined ? undefined : { list, number: node.property }
}

export function isName(node: AnyNode, name: string): boolean {
  return node.type === 'Identifier' && node.name === name
}

type Way = 'item' | 'first' | 'last'

/** `.item`, `.first()` and `.last()` of something. */
function pickedBy(node: AnyNode): { readonly way: Way; readonly from: AnyNode } | undefined {
  if (node.type === 'MemberExpression' && memberName(node) === 'item') return { way: 'item', from: node.object }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined
  const way = memberName(node.callee)
  if (way !== 'first' && way !== 'last') return undefined
  const isOfItems = isName(node.callee.object, '$input') || namedNode(node.callee.object) !== undefined
  if (isOfItems && node.arguments.length > 0) throw new CannotConvert(`.${way}() is asked for one of several outputs`)
  return { way, from: node.callee.object }
}

/** `$('Name')`, `$node["Name"]`, `$node.Name`. */
function namedNode(node: AnyNode): { readonly way: '$' | '$node'; readonly name: string } | undefined {
  if (node.type === 'CallExpression' && isName(node.callee, '$')) {
    const name = textArgument(node)
    return name === undefined ? undefined : { way: '$', name }
  }
  if (node.type !== 'MemberExpression' || !isName(node.object, '$node')) return undefined
  const name = memberName(node)
  return name === undefined ? undefined : { way: '$node', name }
}

function textArgument({ arguments: [first] }: CallExpression): string | undefined {
  if (first?.type === 'Literal' && typeof first.value === 'string') return first.value
  if (first?.type === 'TemplateLiteral' && first.expressions.length === 0) return first.quasis[0]?.value.cooked ?? undefined
  return undefined
}

function ofNode(way: Way, reading: NodeReading): Reading {
  return reading[way]
}

function ofInput(way: Way, { json, items }: ExpressionScope): Reading {
  if (way === 'item') return json
  // Where one item comes in, it is the first and the last.
  if ('source' in json) return json
  return { source: way === 'first' ? `${sourceOf(items)}[0]` : `${sourceOf(items)}.at(-1)` }
}
