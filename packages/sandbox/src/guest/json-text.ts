// Runs inside the isolate, before and around the user's code, as part of one script: see ../jail/runner-files.ts.
// Nothing here is a boundary. Code that breaks its own answer breaks only that.
// Each call has a fresh context, in which this is interpreted and never optimised: it looks at each value once, and leaves the writing to V8.

/** Says in the user's words why a value cannot leave as JSON, and where it stands. */
export class NotPlainError extends Error {
  /** Put together on the way out, so that values that are plain pay nothing for it. */
  path = ''
}

const maxDepth = 200
const { isArray } = Array
const { keys, getPrototypeOf } = Object
const plainPrototype = Object.prototype
const stringify = JSON.stringify
const dateTime = Date.prototype.getTime
const { apply } = Reflect

/** JSON text, or an error for what JSON.stringify would leave out or change in silence. */
export function jsonText(value: unknown, what: string): string {
  try {
    check(value, 0)
  } catch (error) {
    if (error instanceof NotPlainError) error.message = `${what}${error.path} ${error.message}`
    throw error
  }
  return stringify(value === undefined ? null : value)
}

function check(value: unknown, depth: number): void {
  switch (typeof value) {
    case 'number':
      if (value - value !== 0) throw new NotPlainError(`is ${value}: return a finite number or null`)
      return
    case 'object':
      if (value !== null) checkObject(value, depth)
      return
    case 'bigint':
      throw new NotPlainError('is a BigInt: return Number(value) or String(value)')
    case 'function':
      throw new NotPlainError('is a function: call it, or leave it out')
    case 'symbol':
      throw new NotPlainError('is a symbol: it has no form in JSON')
  }
}

function checkObject(value: object, depth: number): void {
  if (depth > maxDepth) throw new NotPlainError(`contains itself, or is nested more than ${maxDepth} levels deep`)
  if (isArray(value)) return checkList(value, depth + 1)
  const { toJSON } = value as { readonly toJSON?: unknown }
  const prototype = getPrototypeOf(value)
  if (toJSON === undefined && (prototype === plainPrototype || prototype === null)) return checkMap(value, depth + 1)
  if (value instanceof Date && Number.isNaN(apply(dateTime, value, []))) throw new NotPlainError('is an invalid date')
  if (typeof toJSON === 'function') return check(apply(toJSON as () => unknown, value, ['']), depth + 1)
  refuseOdd(value)
  checkMap(value, depth + 1)
}

function checkList(list: readonly unknown[], depth: number): void {
  const length = list.length
  let index = 0
  try {
    for (; index < length; index++) {
      const item = list[index]
      if (typeof item !== 'string') check(item, depth)
    }
  } catch (error) {
    throw placed(error, `[${index}]`, depth)
  }
}

function checkMap(map: object, depth: number): void {
  const names = keys(map)
  const count = names.length
  let name = ''
  try {
    for (let index = 0; index < count; index++) {
      name = names[index] as string
      const item = (map as Record<string, unknown>)[name]
      if (typeof item !== 'string') check(item, depth)
    }
  } catch (error) {
    throw placed(error, `.${name}`, depth)
  }
}

/** The first steps only: the path of what contains itself would have two hundred. */
function placed(error: unknown, step: string, depth: number): unknown {
  if (error instanceof NotPlainError) error.path = depth > 20 ? '…' : step + error.path
  return error
}

function refuseOdd(value: object): void {
  if (value instanceof Map) throw new NotPlainError('is a Map: return Object.fromEntries(map)')
  if (value instanceof Set) throw new NotPlainError('is a Set: return [...set]')
  if (value instanceof Promise) throw new NotPlainError('is a promise: await it')
  if (value instanceof Error) throw new NotPlainError('is an error: throw it, or return its message')
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) throw new NotPlainError('is binary: return text, such as btoa(…)')
}
