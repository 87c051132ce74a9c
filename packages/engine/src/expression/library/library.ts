import { patternMethods } from '../pattern/pattern-methods.ts'
import type { Call, CallShape } from '../run/call.ts'
import { isDate, isList, type Value } from '../run/value.ts'
import { arrayCallbackMethods } from './array-callback-methods.ts'
import { arrayMethods } from './array-methods.ts'
import { dateMethods } from './date.ts'
import { functions, type RunFunction } from './functions.ts'
import { mathConstants } from './math-functions.ts'
import { booleanMethods, numberMethods } from './number-methods.ts'
import { textMethods } from './text-methods.ts'

/** Owns: which functions and methods there are. The list in docs/expressions.md is compared with it by a test. */
export type Method = (receiver: never, call: Call) => Value
type Methods = ReadonlyMap<string, Method>

export const methodsOf = {
  text: toMap({ ...textMethods, ...patternMethods }),
  array: toMap({ ...arrayMethods, ...arrayCallbackMethods }),
  number: toMap(numberMethods),
  boolean: toMap(booleanMethods),
  date: toMap(dateMethods),
} satisfies Readonly<Record<string, Methods>>

const functionMap: ReadonlyMap<string, RunFunction> = new Map(Object.entries(functions))
const namespaces: ReadonlySet<string> = new Set(['Math', 'JSON', 'Object', 'Array', 'Number', 'String', 'Date', 'Boolean'])
const methodNameSet: ReadonlySet<string> = new Set(Object.values(methodsOf).flatMap((methods) => [...methods.keys()]))

function toMap(methods: Readonly<Record<string, Method>>): Methods {
  return new Map(Object.entries(methods))
}

/** The method of that name for this kind of value. */
export function methodOf(receiver: Value, name: string): ((receiver: Value, call: Call) => Value) | undefined {
  // Which table is read follows from the receiver's type, so the method takes exactly that type.
  return tableFor(receiver)?.get(name) as ((receiver: Value, call: Call) => Value) | undefined
}

function tableFor(receiver: Value): Methods | undefined {
  if (typeof receiver === 'string') return methodsOf.text
  if (isList(receiver)) return methodsOf.array
  if (typeof receiver === 'number') return methodsOf.number
  if (typeof receiver === 'boolean') return methodsOf.boolean
  return isDate(receiver) ? methodsOf.date : undefined
}

export interface LibraryFunction {
  readonly name: string
  readonly run: RunFunction
}

export function functionOf(name: string): LibraryFunction | undefined {
  const run = functionMap.get(name)
  return run && { name, run }
}

export function functionNames(): readonly string[] {
  return [...functionMap.keys()]
}

export function methodNames(): readonly string[] {
  return [...methodNameSet]
}

export function isMethodName(name: string): boolean {
  return methodNameSet.has(name)
}

export function isFunctionName(name: string): boolean {
  return functionMap.has(name)
}

/** `Math` and the like: not values, only the first half of a function's name. */
export function isNamespace(name: string): boolean {
  return namespaces.has(name)
}

/** `Math.PI` and the like. */
export function constantOf(name: string): number | undefined {
  return Object.hasOwn(mathConstants, name) ? mathConstants[name] : undefined
}

const shapes: ReadonlyMap<string, CallShape> = new Map<string, CallShape>([
  ...Object.keys(arrayCallbackMethods).map((name) => [name, { callback: 0, needsCallback: true }] as const),
  ['sort', { callback: 0 }],
  ['toSorted', { callback: 0 }],
  ['match', { pattern: 0 }],
  ['matchAll', { pattern: 0 }],
  ['search', { pattern: 0 }],
  ['split', { pattern: 0 }],
  ['replace', { pattern: 0, callback: 1 }],
  ['replaceAll', { pattern: 0, callback: 1 }],
  ['Array.from', { callback: 1 }],
  ['Object.groupBy', { callback: 1, needsCallback: true }],
])

export function shapeOf(name: string): CallShape {
  return shapes.get(name) ?? {}
}

const changing = 'expressions cannot change anything'
const advice: ReadonlyMap<string, string> = new Map([
  ['push', `${changing}; write [...items, x]`],
  ['unshift', `${changing}; write [x, ...items]`],
  ['pop', `${changing}; use items.at(-1), or items.slice(0, -1)`],
  ['shift', `${changing}; use items[0], or items.slice(1)`],
  ['splice', `${changing}; use toSpliced`],
  ['fill', `${changing}; use map`],
  ['forEach', 'it has no result; use map, or a for-each node'],
  ['substr', 'use slice'],
  ['hasOwnProperty', "write 'name' in object"],
  ['toLocaleString', 'it differs by machine; use toFixed, or getUTCHours and the like'],
  ['toLocaleDateString', 'it differs by machine; use toISOString().slice(0, 10)'],
  ['Date.now', 'it would be different each time; use Date.parse(now)'],
  ['Date', 'write new Date(now)'],
  ['Math.random', 'it would be different each time'],
])

/** What to do instead, for what users of JavaScript may look for in vain. */
export function adviceFor(name: string): string | undefined {
  return advice.get(name)
}
