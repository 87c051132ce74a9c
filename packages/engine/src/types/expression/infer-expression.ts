import type { AnyNode, ArrayExpression, BinaryExpression, Expression, Identifier, MemberExpression, ObjectExpression } from 'acorn'
import { propertyKey } from '../../expression/compile/compile-literal.ts'
import { constantOf, isNamespace } from '../../expression/library/library.ts'
import { anyMemberOf, elementsOf, laidOver, withFields } from '../read-member.ts'
import {
  booleanType,
  listOf,
  mapOf,
  nullType,
  numberType,
  optionsOf,
  stringType,
  unionOf,
  unknownType,
  type ValueType,
} from '../value-type.ts'
import { inferCall } from './infer-call.ts'
import { type Inference, type Miss, orNull, readKnown, rootOf, type TypeScope, writtenKey } from './inference.ts'

/**
 * Owns: which type each form of expression gives. Goes through the syntax tree of an expression that has compiled.
 * Invariant: whatever the expression gives when it runs well is of the type inferred. Null is never counted on to be absent.
 */
export function inferExpression(expression: Expression, text: string, scope: TypeScope, onMiss: (miss: Miss) => void): ValueType {
  return infer(expression, { scope, locals: new Map(), text, onMiss, infer })
}

function infer(node: AnyNode, inference: Inference): ValueType {
  switch (node.type) {
    case 'Literal':
      return literalType(node.value)
    case 'TemplateLiteral':
      for (const expression of node.expressions) infer(expression, inference)
      return stringType
    case 'Identifier':
      return nameType(node, inference)
    case 'MemberExpression':
      return memberType(node, inference)
    case 'ChainExpression':
      return orNull(infer(node.expression, inference))
    case 'CallExpression':
    case 'NewExpression':
      return inferCall(node, inference)
    case 'UnaryExpression':
      infer(node.argument, inference)
      return unaryTypes[node.operator] ?? unknownType
    case 'BinaryExpression':
      return binaryType(node, inference)
    case 'LogicalExpression':
      return logicalType(node.operator, infer(node.left, inference), infer(node.right, inference))
    case 'ConditionalExpression':
      infer(node.test, inference)
      return unionOf([infer(node.consequent, inference), infer(node.alternate, inference)])
    case 'ArrayExpression':
      return arrayType(node, inference)
    case 'ObjectExpression':
      return objectType(node, inference)
    default:
      return unknownType
  }
}

function literalType(value: unknown): ValueType {
  if (value === null) return nullType
  const types: Readonly<Record<string, ValueType>> = { string: stringType, number: numberType, boolean: booleanType }
  return types[typeof value] ?? unknownType
}

function nameType({ name }: Identifier, { locals, scope }: Inference): ValueType {
  const local = locals.get(name)
  if (local !== undefined) return local
  if (name === 'undefined') return nullType
  return name === 'NaN' || name === 'Infinity' ? numberType : scope.root(name)
}

function memberType(node: MemberExpression, inference: Inference): ValueType {
  const key = writtenKey(node)
  const root = rootOf(node.object, inference)
  if (root !== undefined && isNamespace(root.name)) return constantOf(`${root.name}.${key}`) === undefined ? unknownType : numberType
  if (root?.name === 'nodes') return typeof key === 'string' ? inference.scope.node(key) : unknownType
  const object = infer(node.object, inference)
  if (key !== undefined) return readKnown(object, key, { at: node.property, object: node.object }, inference)
  infer(node.property, inference)
  return anyMemberOf(object)
}

const unaryTypes: Readonly<Record<string, ValueType>> = {
  '!': booleanType,
  typeof: stringType,
  '-': numberType,
  '+': numberType,
  '~': numberType,
}

const truths: ReadonlySet<string> = new Set(['<', '>', '<=', '>=', '==', '!=', '===', '!==', 'in'])

function binaryType(node: BinaryExpression, inference: Inference): ValueType {
  const [left, right] = [infer(node.left, inference), infer(node.right, inference)]
  if (truths.has(node.operator)) return booleanType
  if (node.operator !== '+') return numberType
  if (left.kind === 'string' || right.kind === 'string') return stringType
  return isNumeric(left) && isNumeric(right) ? numberType : unionOf([stringType, numberType])
}

/** Null counts: added to a number it is one. */
function isNumeric(type: ValueType): boolean {
  return optionsOf(type).every(({ kind }) => kind === 'number' || kind === 'boolean' || kind === 'null')
}

/** Of `&&` the left side comes out only when it is falsy, which no list and no map is. */
function logicalType(operator: string, left: ValueType, right: ValueType): ValueType {
  if (operator !== '&&') return unionOf([left, right])
  return unionOf([...optionsOf(left).filter(({ kind }) => kind !== 'list' && kind !== 'map'), right])
}

function arrayType(node: ArrayExpression, inference: Inference): ValueType {
  const elements = node.elements.map((element) => {
    if (element === null) return unknownType
    return element.type === 'SpreadElement' ? elementsOf(infer(element.argument, inference)) : infer(element, inference)
  })
  return listOf(unionOf(elements))
}

function objectType(node: ObjectExpression, inference: Inference): ValueType {
  return node.properties.reduce<ValueType>((below, property) => {
    if (property.type === 'SpreadElement') return laidOver(below, infer(property.argument, inference))
    const key = propertyKey(property)
    if (key === undefined) infer(property.key, inference)
    const value = infer(property.value, inference)
    return key === undefined ? laidOver(below, mapOf({}, value)) : withFields(below, { [key]: value })
  }, mapOf({}))
}
