import type { ArrayPattern, ArrowFunctionExpression, ObjectPattern, Pattern } from 'acorn'
import { Fault } from '../fault.ts'
import type { Callback } from '../run/call.ts'
import { elementsOf } from '../run/elements.ts'
import { type Frame, spend } from '../run/frame.ts'
import { readOwn, setOwn } from '../run/own-property.ts'
import type { Value, ValueObject } from '../run/value.ts'
import { propertyKey } from './compile-literal.ts'
import { type Environment, notAllowed } from './environment.ts'

/** Gives a parameter its value. */
type Bind = (value: Value, frame: Frame) => void

export function compileCallback(node: ArrowFunctionExpression, environment: Environment): (frame: Frame) => Callback {
  if (node.async) throw notAllowed(node, 'An expression cannot wait: remove async')
  if (node.body.type === 'BlockStatement') throw notAllowed(node.body, 'Write the result right after the arrow, without { } and return')
  const locals = new Map(environment.locals)
  const inner = { ...environment, locals, chain: false }
  const before = environment.progress.nodes
  const binds = node.params.map((pattern, index) => bindParameter(pattern, index, inner, locals))
  const body = environment.compile(node.body, inner)
  const cost = 1 + environment.progress.nodes - before
  return (frame) =>
    (...values) => {
      spend(frame, cost)
      for (const bind of binds) bind(values, frame)
      return body(frame)
    }
}

type Locals = Map<string, number>

function bindParameter(pattern: Pattern, index: number, environment: Environment, locals: Locals): Bind {
  if (pattern.type === 'RestElement') {
    const rest = bindPattern(pattern.argument, environment, locals)
    return (values, frame) => rest((values as readonly Value[]).slice(index), frame)
  }
  const bind = bindPattern(pattern, environment, locals)
  return (values, frame) => bind((values as readonly Value[])[index], frame)
}

function bindPattern(pattern: Pattern, environment: Environment, locals: Locals): Bind {
  switch (pattern.type) {
    case 'Identifier': {
      const slot = environment.progress.slots++
      locals.set(pattern.name, slot)
      return (value, frame) => {
        frame.locals[slot] = value
      }
    }
    case 'AssignmentPattern': {
      // Before the name is bound: a default sees only the parameters before it.
      const fallback = environment.compile(pattern.right, { ...environment, locals: new Map(locals) })
      const bind = bindPattern(pattern.left, environment, locals)
      return (value, frame) => bind(value === undefined ? fallback(frame) : value, frame)
    }
    case 'ObjectPattern':
      return bindObject(pattern, environment, locals)
    case 'ArrayPattern':
      return bindArray(pattern, environment, locals)
    default:
      throw notAllowed(pattern, 'A parameter must be a name, { … } or [ … ]')
  }
}

function bindObject(pattern: ObjectPattern, environment: Environment, locals: Locals): Bind {
  const taken: string[] = []
  const binds = pattern.properties.map((property): Bind => {
    if (property.type === 'RestElement') {
      const rest = bindPattern(property.argument, environment, locals)
      return (value, frame) => rest(withoutKeys(value as ValueObject, taken), frame)
    }
    const key = propertyKey(property)
    if (key === undefined) throw notAllowed(property, 'Write the names between { } out')
    taken.push(key)
    const bind = bindPattern(property.value, environment, locals)
    return (value, frame) => bind(readOwn(value, key), frame)
  })
  return (value, frame) => {
    frame.position = pattern.start
    if (value === undefined || value === null)
      throw new Fault('EXPRESSION_NO_VALUE', 'An element has no value, so { … } cannot be read of it')
    for (const bind of binds) bind(value, frame)
  }
}

function withoutKeys(object: ValueObject, keys: readonly string[]): ValueObject {
  const rest: Record<string, Value> = {}
  for (const [key, value] of Object.entries(object)) if (!keys.includes(key)) setOwn(rest, key, value)
  return rest
}

function bindArray(pattern: ArrayPattern, environment: Environment, locals: Locals): Bind {
  const binds = pattern.elements.map((element, index) => element && bindParameter(element, index, environment, locals))
  return (value, frame) => {
    frame.position = pattern.start
    const elements = elementsOf(value, frame)
    for (const bind of binds) bind?.(elements, frame)
  }
}
