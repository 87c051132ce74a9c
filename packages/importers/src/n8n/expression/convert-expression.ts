import { compileTemplate } from '@millrace/engine'
import { type AnyNode, type Expression, parseExpressionAt } from 'acorn'
import { dateSource } from './dates.ts'
import { CannotConvert, type ExpressionScope, type Reading, sourceOf } from './expression-scope.ts'
import { hasRunReading, isName, itemReading, listReading, numberedItem } from './item-reading.ts'
import { memberName, memberOf, type Rule, rewrite, visit } from './rewrite.ts'

const longest = 10_000
const names: ReadonlySet<string> = new Set('trigger inputs input nodes item index error vars env secrets execution workflow now'.split(' '))

/** Parses the expression that the text begins with. Throws `CannotConvert`. */
export function parseExpression(text: string): Expression {
  if (text.length > longest) throw new CannotConvert(`it has more than ${longest} characters`)
  try {
    return parseExpressionAt(text, 0, { ecmaVersion: 2025, sourceType: 'module' })
  } catch (error) {
    // Deep nesting ends the parser by the stack.
    throw new CannotConvert(error instanceof RangeError ? 'it is nested too deep' : 'it is not JavaScript')
  }
}

/** The expression as one of ours. Throws `CannotConvert`, and never gives what would not be read. */
export function convertExpression(expression: Expression, text: string, scope: ExpressionScope): string {
  const locals = localNames(expression)
  // A parameter that is called as one of our names would hide it from what is put inside, if that reads it.
  const converted = rewriteDeep(expression, text, ruleOf(scope, locals, names))
  const roots = checkConverted(converted)
  const hidden = new Set([...locals].filter((name) => roots.has(name)))
  return [...locals].some((name) => names.has(name)) ? rewriteDeep(expression, text, ruleOf(scope, locals, hidden)) : converted
}

function rewriteDeep(expression: Expression, text: string, rule: Rule): string {
  try {
    return rewrite(expression, text, rule)
  } catch (error) {
    if (error instanceof RangeError) throw new CannotConvert('it is nested too deep')
    throw error
  }
}

/** Whether the engine reads it; what it says when not is the reason. Answers with the names that it begins with. */
export function checkConverted(source: string): ReadonlySet<string> {
  const { template, problems } = compileTemplate(`{{ ${source} }}`)
  const [problem] = problems
  if (problem !== undefined) throw new CannotConvert(problem.message)
  const unknown = template.references.find(({ root }) => !names.has(root))
  if (unknown !== undefined) throw new CannotConvert(`${unknown.root} is not known here`)
  return new Set(template.references.map(({ root }) => root))
}

function ruleOf(scope: ExpressionScope, locals: ReadonlySet<string>, renamed: ReadonlySet<string>): Rule {
  return (node, render) => {
    switch (node.type) {
      case 'Identifier':
        return locals.has(node.name)
          ? renamed.has(node.name)
            ? `${node.name}_`
            : node.name
          : (identifier(node.name, scope) ?? dateSource(node))
      case 'MemberExpression':
        return member(node, scope, render)
      case 'CallExpression':
        return call(node, scope, render)
      case 'NewExpression':
        return isName(node.callee, 'Date') && node.arguments.length === 0 ? 'new Date(now)' : undefined
      case 'ThisExpression':
      case 'AwaitExpression':
      case 'FunctionExpression':
        throw new CannotConvert('it is a program, not an expression')
      default:
        return undefined
    }
  }
}

function localNames(expression: Expression): ReadonlySet<string> {
  const found = new Set<string>()
  const declare = (node: AnyNode) => visit(node, (one) => one.type === 'Identifier' && found.add(one.name))
  visit(expression, (node) => node.type === 'ArrowFunctionExpression' && node.params.forEach(declare))
  return found
}

function identifier(name: string, { json, index }: ExpressionScope): string | undefined {
  switch (name) {
    case '$json':
      return sourceOf(json)
    case '$itemIndex':
    case '$position':
      return index ?? '0'
    case '$runIndex':
      if (index === undefined) throw new CannotConvert('$runIndex counts the runs of a node, which here runs once')
      return index
    case '$executionId':
      return 'execution.id'
    case '$env':
    case '$vars':
    case '$workflow':
    case '$execution':
      throw new CannotConvert(`${name} is read as a whole: name what is read of it`)
    default:
      if (names.has(name)) throw new CannotConvert(`it uses the name ${name}, which means something else here`)
      return undefined
  }
}

function member(node: AnyNode, scope: ExpressionScope, render: (inner: AnyNode) => string): string | undefined {
  if (node.type !== 'MemberExpression') return undefined
  return (
    errorMember(node, scope) ??
    hostMember(node) ??
    itemData(node, scope, render) ??
    optional(hasRunReading(node, scope)) ??
    plainMember(node, render)
  )
}

/** Behind an error port n8n puts the error into the item. */
function errorMember(node: AnyNode, { error }: ExpressionScope): string | undefined {
  if (error === undefined || node.type !== 'MemberExpression') return undefined
  const isError = (one: AnyNode) => one.type === 'MemberExpression' && isName(one.object, '$json') && memberName(one) === 'error'
  if (isError(node.object) && memberName(node) === 'message') return error
  return isError(node) ? error : undefined
}

function hostMember(node: AnyNode): string | undefined {
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return undefined
  const name = memberName(node)
  const of = node.object.name
  if (of === '$env' || of === '$vars') {
    if (name === undefined) throw new CannotConvert(`${of} is read by a name that is computed`)
    return memberOf(of.slice(1), name)
  }
  if (of === '$execution' && name === 'id') return 'execution.id'
  if (of === '$workflow' && (name === 'id' || name === 'name')) return `workflow.${name}`
  if (of === '$execution' && name === 'resumeUrl') throw new CannotConvert('the address to go on with is given by a wait.webhook node')
  if (of === '$workflow' || of === '$execution') throw new CannotConvert(`${of}.${name ?? '[…]'} has no counterpart`)
  return undefined
}

/** `.json` of whatever names an item. */
function itemData(node: AnyNode, scope: ExpressionScope, render: (inner: AnyNode) => string): string | undefined {
  if (node.type !== 'MemberExpression') return undefined
  const name = memberName(node)
  if (name === 'binary' && itemReading(node.object, scope) !== undefined) throw new CannotConvert('it reads a file of an item')
  if (name !== 'json') return undefined
  const reading = itemReading(node.object, scope)
  if (reading !== undefined) return sourceOf(reading)
  const numbered = numberedItem(node.object, scope)
  return numbered === undefined ? undefined : `${sourceOf(numbered.list)}[${render(numbered.number)}]`
}

/** `["name"]` is `.name` where that can be written. */
function plainMember(node: AnyNode, render: (inner: AnyNode) => string): string | undefined {
  const name = memberName(node)
  if (node.type !== 'MemberExpression' || !node.computed || name === undefined || !/^[A-Za-z_]\w*$/.test(name)) return undefined
  return `${render(node.object)}${node.optional ? '?' : ''}.${name}`
}

function call(node: AnyNode, scope: ExpressionScope, render: (inner: AnyNode) => string): string | undefined {
  if (node.type !== 'CallExpression') return undefined
  const list = listReading(node, scope)
  if (list !== undefined) return `${sourceOf(list)}.map(json => ({ json }))`
  const date = dateSource(node)
  if (date !== undefined) return date
  const { callee, arguments: args } = node
  if (callee.type === 'MemberExpression' && isName(callee.object, 'Date') && memberName(callee) === 'now') return 'Date.parse(now)'
  if (isName(callee, '$if') && args.length === 3) {
    const [test, yes, no] = args.map(render)
    return `(${test} ? ${yes} : ${no})`
  }
  if (isName(callee, '$max') || isName(callee, '$min')) {
    return `Math.${callee.type === 'Identifier' ? callee.name.slice(1) : ''}(${args.map(render).join(', ')})`
  }
  return undefined
}

function optional(reading: Reading | undefined): string | undefined {
  return reading === undefined ? undefined : sourceOf(reading)
}
