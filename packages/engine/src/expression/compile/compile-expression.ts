import type { AnyNode, Expression, Node } from 'acorn'
import { Fault } from '../fault.ts'
import { concat, toText } from '../run/convert.ts'
import type { Compute } from '../run/frame.ts'
import { compileCall, compileNew } from './compile-call.ts'
import { compileArray, compileObject } from './compile-literal.ts'
import { compileChain, compileMember } from './compile-member.ts'
import { compileName } from './compile-name.ts'
import { compileBinary, compileLogical, compileUnary } from './compile-operator.ts'
import { type Environment, type FoundReference, notAllowed } from './environment.ts'

/**
 * Owns: which syntax there is, and turning a syntax tree into closures.
 * Does not own: what operators, functions and methods do.
 * Invariant: nothing is ever made into code. What is not in the list below does not compile.
 */
const maxDepth = 200

export interface CompiledExpression {
  readonly compute: Compute
  readonly references: readonly FoundReference[]
  /** Nothing but members, written out, of one root name. */
  readonly isPath: boolean
}

/** Throws a `Fault` with a position for whatever is not part of the language. */
export function compileExpression(expression: Expression, text: string): CompiledExpression {
  const progress = { references: [], paths: new Map(), depth: 0, nodes: 0, slots: 0 }
  const compute = compileNode(expression, { text, locals: new Map(), chain: false, progress, compile: compileNode })
  return { compute, references: progress.references, isPath: progress.paths.has(expression) }
}

function compileNode(node: Node, environment: Environment): Compute {
  const { progress } = environment
  progress.nodes++
  if (++progress.depth > maxDepth) {
    throw new Fault('EXPRESSION_TOO_DEEP', `The expression is nested more than ${maxDepth} levels deep: break it up with set nodes`, {
      position: node.start,
    })
  }
  // The parser's types give child nodes as the bare `Node`; this is where they become the union again.
  const compute = compileKind(node as AnyNode, environment)
  progress.depth--
  return compute
}

function compileKind(node: AnyNode, environment: Environment): Compute {
  switch (node.type) {
    case 'Literal':
      return compileConstant(node)
    case 'Identifier':
      return compileName(node, environment)
    case 'MemberExpression':
      return compileMember(node, environment)
    case 'ChainExpression':
      return compileChain(node, environment)
    case 'CallExpression':
      return compileCall(node, environment)
    case 'NewExpression':
      return compileNew(node, environment)
    case 'UnaryExpression':
      return compileUnary(node, environment)
    case 'BinaryExpression':
      return compileBinary(node, environment)
    case 'LogicalExpression':
      return compileLogical(node, environment)
    case 'ConditionalExpression':
      return compileConditional(node, environment)
    case 'TemplateLiteral':
      return compileTemplateLiteral(node, environment)
    case 'ArrayExpression':
      return compileArray(node, environment)
    case 'ObjectExpression':
      return compileObject(node, environment)
    default:
      throw notAllowed(node, leftOut[node.type] ?? 'This is not part of the expression language: use a code node for it')
  }
}

const leftOut: Readonly<Record<string, string>> = {
  ArrowFunctionExpression: 'A function may stand only as an argument of a method such as map or filter',
  FunctionExpression: 'Write the function with an arrow, as an argument of a method such as map: x => x.name',
  ThisExpression: '"this" does not exist in expressions',
  AssignmentExpression: 'Expressions cannot change anything, so = is not allowed: compare with ==, or keep values with a set node',
  UpdateExpression: 'Expressions cannot change anything, so ++ and -- are not allowed',
  SequenceExpression: 'Only one expression may stand between the braces: remove the comma',
  TaggedTemplateExpression: 'Tagged templates are not allowed: write the text without the tag',
  SpreadElement: '... may stand only in an array, an object or a call',
}

type NodeOf<Type extends AnyNode['type']> = Extract<AnyNode, { type: Type }>

function compileConstant(node: NodeOf<'Literal'>): Compute {
  if (node.regex)
    throw notAllowed(
      node,
      'A pattern may stand only before .test( and .exec(, or as an argument of match, matchAll, replace, replaceAll, search and split',
    )
  const { value } = node
  if (typeof value === 'bigint' || (typeof value === 'object' && value !== null))
    throw notAllowed(node, 'Big integers are not JSON: remove the n')
  return () => value
}

function compileConditional(node: NodeOf<'ConditionalExpression'>, environment: Environment): Compute {
  const test = environment.compile(node.test, environment)
  const consequent = environment.compile(node.consequent, environment)
  const alternate = environment.compile(node.alternate, environment)
  return (frame) => (test(frame) ? consequent(frame) : alternate(frame))
}

function compileTemplateLiteral(node: NodeOf<'TemplateLiteral'>, environment: Environment): Compute {
  const texts = node.quasis.map((quasi) => quasi.value.cooked ?? '')
  const values = node.expressions.map((expression) => environment.compile(expression, environment))
  return (frame) => {
    let text = texts[0] ?? ''
    for (const [index, value] of values.entries()) {
      text = concat(concat(text, toText(value(frame), frame), frame), texts[index + 1] ?? '', frame)
    }
    return text
  }
}
