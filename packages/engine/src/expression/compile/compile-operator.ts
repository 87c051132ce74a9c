import type { BinaryExpression, BinaryOperator, LogicalExpression, Node, UnaryExpression } from 'acorn'
import { toNumber } from '../run/convert.ts'
import type { Compute, Frame } from '../run/frame.ts'
import { add, arithmetic, compare, hasKey, looselyEqual, strictlyEqual } from '../run/operator.ts'
import type { Value } from '../run/value.ts'
import { type Environment, notAllowed } from './environment.ts'

export function compileUnary(node: UnaryExpression, environment: Environment): Compute {
  const argument = environment.compile(node.argument, environment)
  switch (node.operator) {
    case '!':
      return (frame) => !argument(frame)
    case 'typeof':
      return (frame) => typeof argument(frame)
    case '-':
      return (frame) => -toNumber(at(frame, node, argument(frame)), frame)
    case '+':
      return (frame) => toNumber(at(frame, node, argument(frame)), frame)
    case '~':
      return (frame) => ~toNumber(at(frame, node, argument(frame)), frame)
    default:
      throw notAllowed(node, `${node.operator} is not allowed in expressions`)
  }
}

/** Tells the frame where the next failure would be. */
function at(frame: Frame, node: Node, value: Value): Value {
  frame.position = node.start
  return value
}

export function compileLogical(node: LogicalExpression, environment: Environment): Compute {
  const left = environment.compile(node.left, environment)
  const right = environment.compile(node.right, environment)
  switch (node.operator) {
    case '&&':
      return (frame) => left(frame) && right(frame)
    case '||':
      return (frame) => left(frame) || right(frame)
    case '??':
      return (frame) => left(frame) ?? right(frame)
  }
}

type Operation = (left: Value, right: Value, frame: Frame) => Value

const operations: { readonly [operator in BinaryOperator]?: Operation } = {
  '+': add,
  '-': arithmetic((left, right) => left - right),
  '*': arithmetic((left, right) => left * right),
  '/': arithmetic((left, right) => left / right),
  '%': arithmetic((left, right) => left % right),
  '**': arithmetic((left, right) => left ** right),
  '&': arithmetic((left, right) => left & right),
  '|': arithmetic((left, right) => left | right),
  '^': arithmetic((left, right) => left ^ right),
  '<<': arithmetic((left, right) => left << right),
  '>>': arithmetic((left, right) => left >> right),
  '>>>': arithmetic((left, right) => left >>> right),
  '<': compare((order) => order < 0),
  '>': compare((order) => order > 0),
  '<=': compare((order) => order <= 0),
  '>=': compare((order) => order >= 0),
  '==': looselyEqual,
  '!=': (left, right, frame) => !looselyEqual(left, right, frame),
  '===': strictlyEqual,
  '!==': (left, right, frame) => !strictlyEqual(left, right, frame),
  in: hasKey,
}

export function compileBinary(node: BinaryExpression, environment: Environment): Compute {
  const operation = operations[node.operator]
  if (operation === undefined) throw notAllowed(node, `${node.operator} is not allowed in expressions: there are no classes in JSON`)
  const left = environment.compile(node.left, environment)
  const right = environment.compile(node.right, environment)
  const position = node.left.end
  return (frame) => {
    const leftValue = left(frame)
    const rightValue = right(frame)
    frame.position = position
    return operation(leftValue, rightValue, frame)
  }
}
