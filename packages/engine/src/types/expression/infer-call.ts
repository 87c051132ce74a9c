import type { AnyNode, ArrowFunctionExpression, CallExpression, MemberExpression, NewExpression } from 'acorn'
import { isNamespace } from '../../expression/library/library.ts'
import { booleanType, unknownType, type ValueType } from '../value-type.ts'
import { bindPattern } from './bind-pattern.ts'
import { functionType } from './function-types.ts'
import { type Inference, rootOf, writtenKey } from './inference.ts'
import { callbackMethodType, methodType } from './method-types.ts'

/** What a call was given. A function among the arguments is inferred when it is known what it is called with. */
export interface TypedCall {
  readonly args: readonly ValueType[]
  /** What the callback gives when it is called with these; undefined without one. */
  readonly callback: ((...params: readonly ValueType[]) => ValueType) | undefined
}

export function inferCall(node: CallExpression | NewExpression, inference: Inference): ValueType {
  const callee: AnyNode = node.callee
  // Before the arguments, as they are evaluated.
  const receiver =
    callee.type === 'MemberExpression' && !isLibrary(callee, inference) ? inference.infer(callee.object, inference) : undefined
  const call = argumentsOf(node, inference)
  // The only thing made with `new` is a date, which is no JSON: it becomes text where it leaves.
  if (node.type === 'NewExpression') return unknownType
  if (callee.type === 'Identifier') return functionType(callee.name, call)
  if (callee.type !== 'MemberExpression') return unknownType
  const name = String(writtenKey(callee))
  if (receiver === undefined) return functionType(`${rootOf(callee.object, inference)?.name}.${name}`, call)
  if (isPattern(callee)) return name === 'test' ? booleanType : unknownType
  return (call.callback && callbackMethodType(receiver, name, { ...call, callback: call.callback })) ?? methodType(receiver, name, call)
}

function isLibrary({ object }: MemberExpression, inference: Inference): boolean {
  const root = rootOf(object, inference)
  return root !== undefined && isNamespace(root.name)
}

function isPattern({ object }: MemberExpression): boolean {
  return object.type === 'Literal' && Boolean(object.regex)
}

function argumentsOf(node: CallExpression | NewExpression, inference: Inference): TypedCall {
  const nodes: readonly AnyNode[] = node.arguments
  const args = nodes.map((argument): ValueType => {
    if (argument.type === 'ArrowFunctionExpression') return unknownType
    return inference.infer(argument.type === 'SpreadElement' ? argument.argument : argument, inference)
  })
  const arrow = nodes.find((argument) => argument.type === 'ArrowFunctionExpression')
  const spread = nodes.findIndex(({ type }) => type === 'SpreadElement')
  return {
    // Behind a spread nobody knows which argument is which.
    args: spread < 0 ? args : args.map((type, index) => (index < spread ? type : unknownType)),
    callback: arrow === undefined ? undefined : (...params) => inferCallback(arrow, params, inference),
  }
}

function inferCallback(node: ArrowFunctionExpression, params: readonly ValueType[], inference: Inference): ValueType {
  const locals = new Map(inference.locals)
  const inner = { ...inference, locals }
  for (const [index, pattern] of node.params.entries()) bindPattern(pattern, params[index] ?? unknownType, locals, inner)
  return inference.infer(node.body, inner)
}
