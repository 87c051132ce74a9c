import type { AnyNode, ChainExpression, Expression, Identifier, MemberExpression } from 'acorn'
import { Fault } from '../fault.ts'
import { constantOf, isMethodName, isNamespace } from '../library/library.ts'
import type { Compute, Frame } from '../run/frame.ts'
import { isRefusedKey, readOwn, refusedKey, toKey } from '../run/own-property.ts'
import { isList, type Value } from '../run/value.ts'
import { addReference, readNode, readSecret, readWaiting } from './compile-name.ts'
import { type Environment, notAllowed, textOf } from './environment.ts'

/** What a chain yields after a `?.` that found nothing, until the chain's end turns it into undefined. */
export const skipped: Value = Object.freeze({})

/** `a?.b.c`: all of it is undefined when `a` has no value. */
export function compileChain(node: ChainExpression, environment: Environment): Compute {
  const chain = environment.compile(node.expression, { ...environment, chain: true })
  const path = environment.progress.paths.get(node.expression)
  if (path) environment.progress.paths.set(node, path)
  return (frame) => {
    const value = chain(frame)
    return value === skipped ? undefined : value
  }
}

export function compileMember(node: MemberExpression, environment: Environment): Compute {
  const key = memberKey(node)
  const root = rootName(node.object, environment)
  if (root && isNamespace(root.name)) return compileLibraryConstant(root, key)
  const named = root && namedRoots[root.name]
  if (root && named) return compileNamed(node, { root, named }, key, environment)
  const object = environment.compile(node.object, environment)
  if (key === undefined) return compileComputedMember(node, object, environment)
  extendPath(node, key, environment)
  return compileStaticMember(node, object, key, environment)
}

/** The key when it is written out: `.a`, `['a']`, `[0]` or a template literal without a value in it. */
export function memberKey(node: MemberExpression): string | number | undefined {
  const property: AnyNode = node.property
  if (property.type === 'PrivateIdentifier') throw notAllowed(property, 'Private members do not exist in expressions')
  const key = node.computed ? literalKey(property) : property.type === 'Identifier' ? property.name : undefined
  if (typeof key === 'string' && isRefusedKey(key)) throw refusedKey(key, property.start)
  return key
}

export function literalKey(node: AnyNode): string | number | undefined {
  if (node.type === 'Literal' && (typeof node.value === 'string' || typeof node.value === 'number')) return node.value
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? undefined
  return undefined
}

/** The name that a member is read of, unless it is a callback's parameter. */
export function rootName(node: AnyNode, environment: Environment): Identifier | undefined {
  return node.type === 'Identifier' && !environment.locals.has(node.name) ? node : undefined
}

function compileLibraryConstant(namespace: Identifier, key: string | number | undefined): Compute {
  const value = constantOf(`${namespace.name}.${key}`)
  if (value === undefined)
    throw notAllowed(
      namespace,
      `${namespace.name}.${key ?? '[…]'} is not a value here: call a function of ${namespace.name}, as in docs/expressions.md`,
    )
  return () => value
}

interface NamedRoot {
  readonly example: string
  readonly read: (key: string, position: number) => Compute
}

/** No value on their own: what follows them is written out, so that it is known before it runs what an expression depends on. */
const namedRoots: { readonly [name: string]: NamedRoot | undefined } = Object.assign(Object.create(null), {
  nodes: { example: 'charge', read: readNode },
  secrets: { example: 'API_KEY', read: readSecret },
  waiting: { example: 'approve', read: readWaiting },
} satisfies Record<string, NamedRoot>)

function compileNamed(
  node: MemberExpression,
  { root, named }: { readonly root: Identifier; readonly named: NamedRoot },
  key: string | number | undefined,
  environment: Environment,
): Compute {
  if (typeof key !== 'string') throw notAllowed(node, `Write the name after ${root.name} out, as in ${root.name}.${named.example}`)
  addReference(root, node, [key], environment)
  return named.read(key, node.property.start)
}

function extendPath(node: MemberExpression, key: string | number, { progress }: Environment): void {
  const path = progress.paths.get(node.object)
  path?.push(String(key))
  if (path) progress.paths.set(node, path)
}

function compileStaticMember(node: MemberExpression, object: Compute, key: string | number, environment: Environment): Compute {
  const readOther = compileOtherMember(node, key, environment)
  const { chain } = environment
  return (frame) => {
    const target = object(frame)
    if (typeof target !== 'object' || target === null || (chain && target === skipped)) return readOther(target, frame)
    if (Object.hasOwn(target, key)) return (target as { readonly [key: string | number]: Value })[key]
    return isList(target) ? readOther(target, frame) : undefined
  }
}

/** What is not a plain property of a plain object: no value at all, a text, or a method's name. */
function compileOtherMember(
  node: MemberExpression,
  key: string | number,
  environment: Environment,
): (target: Value, frame: Frame) => Value {
  const object = textOf(node.object, environment)
  const read = typeof key === 'number' ? `[${key}]` : node.computed ? `[${JSON.stringify(key)}]` : `.${key}`
  return (target, frame) => {
    if (target === skipped) return skipped
    if (target === undefined || target === null) {
      if (node.optional) return skipped
      frame.position = node.property.start
      throw noValue(object, `${read} cannot be read`)
    }
    const value = readOwn(target, key)
    if (value !== undefined || typeof key === 'number' || !isMethodName(key)) return value
    if (typeof target !== 'string' && !isList(target)) return undefined
    frame.position = node.property.start
    throw new Fault('EXPRESSION_WRONG_TYPE', `${key} is a method of ${object}: call it with ( )`)
  }
}

export function noValue(object: string, consequence: string): Fault {
  return new Fault('EXPRESSION_NO_VALUE', `${object} has no value, so ${consequence}; use ?. if it may be missing`)
}

function compileComputedMember(node: MemberExpression, object: Compute, environment: Environment): Compute {
  const property = environment.compile(node.property as Expression, environment)
  const text = textOf(node.object, environment)
  return (frame) => {
    const target = object(frame)
    if (target === skipped) return skipped
    if (target === undefined || target === null) {
      if (node.optional) return skipped
      frame.position = node.property.start
      throw noValue(text, `[${textOf(node.property, environment)}] cannot be read`)
    }
    const value = property(frame)
    if (typeof value === 'number' && isList(target)) return target[value]
    frame.position = node.property.start
    return readOwn(target, toKey(value, frame))
  }
}
