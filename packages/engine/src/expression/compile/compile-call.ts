import type { AnyNode, CallExpression, MemberExpression, NewExpression } from 'acorn'
import { nearestWord } from '../../document/nearest-word.ts'
import { Fault } from '../fault.ts'
import {
  adviceFor,
  functionNames,
  functionOf,
  isMethodName,
  isNamespace,
  type LibraryFunction,
  methodNames,
  methodOf,
  shapeOf,
} from '../library/library.ts'
import { compilePattern } from '../pattern/pattern.ts'
import { execPattern, testPattern } from '../pattern/pattern-methods.ts'
import type { Compute } from '../run/frame.ts'
import { kindOf } from '../run/value.ts'
import { compileArguments } from './compile-arguments.ts'
import { memberKey, noValue, rootName, skipped } from './compile-member.ts'
import { checkRoot } from './compile-name.ts'
import { type Environment, notAllowed, textOf } from './environment.ts'

/** A call of a listed function, of a listed method, or of a pattern's `test` and `exec`. There are no others. */
export function compileCall(node: CallExpression, environment: Environment): Compute {
  const callee: AnyNode = node.callee
  if (node.optional) throw notAllowed(node, 'Functions always exist, so ?.( is not needed: write ?. before the name instead')
  if (callee.type === 'Identifier') return compileFunctionCall(node, functionNamed(callee, environment), environment)
  if (callee.type !== 'MemberExpression') throw notAllowed(callee, 'Only the functions and methods in docs/expressions.md can be called')
  const name = methodName(callee)
  const namespace = rootName(callee.object, environment)
  if (namespace && isNamespace(namespace.name))
    return compileFunctionCall(node, libraryFunction(`${namespace.name}.${name}`, callee), environment)
  if (callee.object.type === 'Literal' && callee.object.regex) return compilePatternCall(node, callee, name, environment)
  return compileMethodCall(node, callee, name, environment)
}

function methodName(callee: MemberExpression): string {
  const name = memberKey(callee)
  if (typeof name === 'string') return name
  throw notAllowed(callee.property, 'Write the name of the method out')
}

function functionNamed(callee: { readonly name: string } & AnyNode, environment: Environment): LibraryFunction {
  if (environment.locals.has(callee.name)) throw notAllowed(callee, `${callee.name} is data and cannot be called`)
  return libraryFunction(callee.name, callee)
}

function libraryFunction(name: string, node: AnyNode): LibraryFunction {
  const found = functionOf(name)
  if (found) return found
  throw unknown(node, `There is no function ${name}`, name, functionNames())
}

function unknown(node: AnyNode, message: string, name: string, known: readonly string[]): Fault {
  const advice = adviceFor(name)
  if (advice) return notAllowed(node, `${message}: ${advice}`)
  const suggestion = nearestWord(name, known)
  return new Fault(
    'EXPRESSION_UNKNOWN_FUNCTION',
    `${message}: ${suggestion ? `did you mean ${suggestion}?` : 'see the list in docs/expressions.md'}`,
    {
      position: node.start,
      suggestion,
    },
  )
}

function compileFunctionCall(node: CallExpression, { name, run }: LibraryFunction, environment: Environment): Compute {
  const call = compileArguments(node, name, shapeOf(name), environment)
  return (frame) => {
    const given = call(frame)
    frame.position = node.start
    return run(given)
  }
}

function compileMethodCall(node: CallExpression, callee: MemberExpression, name: string, environment: Environment): Compute {
  const object = environment.compile(callee.object, environment)
  if (!isMethodName(name)) {
    checkRoot(callee.object, environment)
    throw unknown(callee.property, `There is no method ${name}`, name, methodNames())
  }
  const call = compileArguments(node, name, shapeOf(name), environment)
  const text = textOf(callee.object, environment)
  return (frame) => {
    const receiver = object(frame)
    if (receiver === skipped) return skipped
    if (receiver === undefined || receiver === null) {
      if (callee.optional) return skipped
      frame.position = callee.property.start
      throw noValue(text, `.${name}() cannot be called`)
    }
    const method = methodOf(receiver, name)
    if (method === undefined) {
      frame.position = callee.property.start
      throw new Fault('EXPRESSION_WRONG_TYPE', `${text} is ${kindOf(receiver)}, which has no method ${name}`)
    }
    const given = call(frame)
    frame.position = callee.property.start
    return method(receiver, given)
  }
}

/** `/…/.test(text)` and `/…/.exec(text)` */
function compilePatternCall(node: CallExpression, callee: MemberExpression, name: string, environment: Environment): Compute {
  if (name !== 'test' && name !== 'exec') throw notAllowed(callee.property, `A pattern has no method ${name} here: use .test( or .exec(`)
  const pattern = compilePattern(callee.object)
  const run = name === 'test' ? testPattern : execPattern
  const call = compileArguments(node, name, {}, environment)
  return (frame) => {
    const given = call(frame)
    frame.position = node.start
    return run(pattern, given)
  }
}

/** `new Date(…)`, the only thing that can be made with `new`. */
export function compileNew(node: NewExpression, environment: Environment): Compute {
  const callee: AnyNode = node.callee
  if (callee.type !== 'Identifier' || callee.name !== 'Date' || environment.locals.has('Date'))
    throw notAllowed(node, 'Only new Date(…) can be made with new')
  if (node.arguments.length === 0) throw notAllowed(node, 'new Date() would be different each time: use now, or new Date(now)')
  const call = compileArguments(node, 'new Date', {}, environment)
  const create = libraryFunction('new Date', node)
  return (frame) => {
    const given = call(frame)
    frame.position = node.start
    return create.run(given)
  }
}
