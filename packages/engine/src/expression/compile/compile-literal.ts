import type { ArrayExpression, Expression, ObjectExpression, Property, SpreadElement } from 'acorn'
import { copyOwn, elementsOf } from '../run/elements.ts'
import { type Compute, type Frame, spendMore } from '../run/frame.ts'
import { isRefusedKey, refusedKey, setOwn, toKey } from '../run/own-property.ts'
import type { Value } from '../run/value.ts'
import { literalKey } from './compile-member.ts'
import { type Environment, notAllowed } from './environment.ts'

/** Adds what one element or property of a literal stands for. */
type Fill<Target> = (target: Target, frame: Frame) => void

export function compileArray(node: ArrayExpression, environment: Environment): Compute {
  const fills = node.elements.map((element): Fill<Value[]> => {
    if (element === null) throw notAllowed(node, 'An array may not have holes: remove the extra comma, or write undefined')
    if (element.type === 'SpreadElement') return compileSpread(element, environment)
    const value = environment.compile(element, environment)
    return (target, frame) => target.push(value(frame))
  })
  return (frame) => {
    const target: Value[] = []
    for (const fill of fills) fill(target, frame)
    return target
  }
}

/** `...items` in an array or in a call's arguments. */
export function compileSpread(node: SpreadElement, environment: Environment): Fill<Value[]> {
  const argument = environment.compile(node.argument, environment)
  return (target, frame) => {
    const value = argument(frame)
    frame.position = node.start
    const elements = elementsOf(value, frame)
    spendMore(frame, target.length, elements.length)
    for (const element of elements) target.push(element)
  }
}

export function compileObject(node: ObjectExpression, environment: Environment): Compute {
  const fills = node.properties.map((property): Fill<Record<string, Value>> => {
    if (property.type === 'Property') return compileProperty(property, environment)
    const argument = environment.compile(property.argument, environment)
    return (target, frame) => copyOwn(argument(frame), target, frame)
  })
  return (frame) => {
    const target: Record<string, Value> = {}
    for (const fill of fills) fill(target, frame)
    return target
  }
}

function compileProperty(node: Property, environment: Environment): Fill<Record<string, Value>> {
  if (node.kind !== 'init' || node.method) throw notAllowed(node, 'An object may hold data only: write name: value')
  const key = propertyKey(node)
  const computed = key === undefined ? environment.compile(node.key, environment) : undefined
  const value = environment.compile(node.value, environment)
  if (computed === undefined) return (target, frame) => setOwn(target, String(key), value(frame))
  return (target, frame) => {
    const name = computed(frame)
    frame.position = node.key.start
    setOwn(target, String(toKey(name, frame)), value(frame))
  }
}

/** The key of a property in a literal or a destructuring pattern, when it is written out. */
export function propertyKey(node: { readonly key: Expression; readonly computed: boolean }): string | undefined {
  const key = !node.computed && node.key.type === 'Identifier' ? node.key.name : literalKey(node.key)
  if (key === undefined) return undefined
  if (isRefusedKey(String(key))) throw refusedKey(String(key), node.key.start)
  return String(key)
}
