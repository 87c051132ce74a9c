import type { AnyNode, CallExpression, Expression, NewExpression, SpreadElement } from 'acorn'
import { functionOf } from '../library/library.ts'
import { compilePattern, type Pattern } from '../pattern/pattern.ts'
import type { Call, Callback, CallShape } from '../run/call.ts'
import type { Frame } from '../run/frame.ts'
import type { Value } from '../run/value.ts'
import { compileCallback } from './compile-callback.ts'
import { compileSpread } from './compile-literal.ts'
import { memberKey, rootName } from './compile-member.ts'
import { type Environment, notAllowed } from './environment.ts'

/** Evaluates the arguments of one call. */
export type CompiledArguments = (frame: Frame) => Call

type AddArgument = (args: Value[], frame: Frame) => void

/** `name` is for messages, `shape` says where a callback or a pattern may stand: nowhere else can there be one. */
export function compileArguments(
  node: CallExpression | NewExpression,
  name: string,
  shape: CallShape,
  environment: Environment,
): CompiledArguments {
  const nodes: readonly (Expression | SpreadElement)[] = node.arguments
  const inner = { ...environment, chain: false }
  const callback = compileCallbackArgument(nodes[shape.callback ?? -1], inner)
  const pattern = shape.pattern === 0 ? patternArgument(nodes[0]) : undefined
  if (shape.needsCallback && !callback)
    throw notAllowed(nodes[shape.callback ?? 0] ?? node, `${name} needs a function, as in ${name}(x => x.id)`)
  const adds = nodes.map((argument, index): AddArgument => {
    if ((callback && index === shape.callback) || (pattern && index === 0)) return (args) => args.push(undefined)
    if (argument.type === 'SpreadElement') return compileSpread(argument, inner)
    const value = inner.compile(argument, inner)
    return (args, frame) => args.push(value(frame))
  })
  return (frame) => {
    const args: Value[] = []
    for (const add of adds) add(args, frame)
    return { args, callback: callback?.(frame), pattern, frame }
  }
}

function patternArgument(node: AnyNode | undefined): Pattern | undefined {
  return node?.type === 'Literal' && node.regex ? compilePattern(node) : undefined
}

/** An arrow function, or the name of a listed function as in `.map(Number)`. */
function compileCallbackArgument(node: AnyNode | undefined, environment: Environment): ((frame: Frame) => Callback) | undefined {
  if (node?.type === 'ArrowFunctionExpression') return compileCallback(node, environment)
  const name = node && calleeName(node, environment)
  const named = name === undefined ? undefined : functionOf(name)
  return (
    named &&
    ((frame) =>
      (...values) =>
        named.run({ args: values, callback: undefined, pattern: undefined, frame }))
  )
}

function calleeName(node: AnyNode, environment: Environment): string | undefined {
  if (node.type === 'MemberExpression') {
    const namespace = rootName(node.object, environment)
    return namespace && `${namespace.name}.${memberKey(node)}`
  }
  return rootName(node, environment)?.name
}
