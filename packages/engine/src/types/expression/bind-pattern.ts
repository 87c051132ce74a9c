import type { ObjectPattern, Pattern } from 'acorn'
import { propertyKey } from '../../expression/compile/compile-literal.ts'
import { elementsOf } from '../read-member.ts'
import { listOf, unionOf, unknownType, type ValueType } from '../value-type.ts'
import { type Inference, readKnown } from './inference.ts'

type Locals = Map<string, ValueType>

/** Gives the names in a callback's parameter their types. */
export function bindPattern(pattern: Pattern, type: ValueType, locals: Locals, inference: Inference): void {
  switch (pattern.type) {
    case 'Identifier':
      locals.set(pattern.name, type)
      return
    case 'AssignmentPattern':
      return bindPattern(pattern.left, unionOf([type, inference.infer(pattern.right, inference)]), locals, inference)
    case 'RestElement':
      return bindPattern(pattern.argument, unknownType, locals, inference)
    case 'ObjectPattern':
      return bindObject(pattern, type, locals, inference)
    case 'ArrayPattern':
      for (const element of pattern.elements) {
        if (element?.type === 'RestElement') bindPattern(element.argument, listOf(elementsOf(type)), locals, inference)
        else if (element !== null) bindPattern(element, elementsOf(type), locals, inference)
      }
  }
}

function bindObject(pattern: ObjectPattern, type: ValueType, locals: Locals, inference: Inference): void {
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') bindPattern(property.argument, unknownType, locals, inference)
    else {
      const key = propertyKey(property)
      const value = key === undefined ? unknownType : readKnown(type, key, { at: property.key, object: pattern }, inference)
      bindPattern(property.value, value, locals, inference)
    }
  }
}
