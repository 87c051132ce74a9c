import type { AnyNode, Identifier, MemberExpression } from 'acorn'
import { literalKey } from '../../expression/compile/compile-member.ts'
import { isRefusedKey } from '../../expression/run/own-property.ts'
import { readMember } from '../read-member.ts'
import { nullType, unionOf, unknownType, type ValueType } from '../value-type.ts'

/** What the names of an expression stand for, as far as it is known before it runs. */
export interface TypeScope {
  /** Of a root name such as `input`; `unknown` for what is no name. */
  root(name: string): ValueType
  /** Of `nodes.<id>`. */
  node(id: string): ValueType
}

/** What the types of one expression are inferred in. */
export interface Inference {
  readonly scope: TypeScope
  /** The parameters of the callbacks around. */
  readonly locals: ReadonlyMap<string, ValueType>
  readonly text: string
  readonly onMiss: (miss: Miss) => void
  /** Of any node of the syntax tree; here so that the files of this folder need not import each other in a circle. */
  infer(node: AnyNode, inference: Inference): ValueType
}

/** A member that is read where none can be. */
export interface Miss {
  readonly key: string | number
  /** Source of what it is read of. */
  readonly object: string
  readonly type: ValueType
  /** Where the key stands in the expression's text. */
  readonly position: number
}

/** Reads a member that is written out; one that cannot exist is told, and unknown from there on, so that it is told once. */
export function readKnown(
  type: ValueType,
  key: string | number,
  { at, object }: { readonly at: AnyNode; readonly object: AnyNode },
  inference: Inference,
): ValueType {
  const member = readMember(type, key)
  if ('type' in member) return member.type
  inference.onMiss({ key, object: inference.text.slice(object.start, object.end), type, position: at.start })
  return unknownType
}

/** The key of a member when it is written out, as `memberKey` of the compiler, which has refused what it must. */
export function writtenKey(node: MemberExpression): string | number | undefined {
  const property: AnyNode = node.property
  const key = node.computed ? literalKey(property) : property.type === 'Identifier' ? property.name : undefined
  return isRefusedKey(key) ? undefined : key
}

/** A name that is not the parameter of a callback. */
export function rootOf(node: AnyNode, { locals }: Inference): Identifier | undefined {
  return node.type === 'Identifier' && !locals.has(node.name) ? node : undefined
}

export function orNull(type: ValueType): ValueType {
  return unionOf([type, nullType])
}
