// Runs inside the isolate, before and around the user's code, as part of one script: see ../jail/runner-files.ts.
// Nothing here is a boundary. Code that breaks its own answer breaks only that.

/** Says in the user's words why a value cannot leave as JSON. */
export class NotPlainError extends Error {}

interface Walk {
  readonly open: Set<object>
  left: number
}

const maxDepth = 200
const maxValues = 5_000_000
const { isArray } = Array
const { keys } = Object
const dateText = Date.prototype.toISOString
const { apply } = Reflect
const numberIsFinite = Number.isFinite

/** A copy that is JSON and nothing else. Each property is read once, so that a getter cannot answer twice. */
export function plainValue(value: unknown, what: string): unknown {
  const walk: Walk = { open: new Set(), left: maxValues }
  return plain(value, what, walk, 0)
}

function plain(value: unknown, path: string, walk: Walk, depth: number): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      if (!numberIsFinite(value)) throw new NotPlainError(`${path} is ${value}: return a finite number or null`)
      return value
    case 'undefined':
      return null
    case 'object':
      return value === null ? null : plainObject(value, path, walk, depth)
    case 'bigint':
      throw new NotPlainError(`${path} is a BigInt: return Number(value) or String(value)`)
    case 'function':
      throw new NotPlainError(`${path} is a function: call it, or leave it out`)
    default:
      throw new NotPlainError(`${path} is a ${typeof value}: it has no form in JSON`)
  }
}

function plainObject(value: object, path: string, walk: Walk, depth: number): unknown {
  if (depth >= maxDepth) throw new NotPlainError(`${path} is nested more than ${maxDepth} levels deep`)
  if (walk.open.has(value)) throw new NotPlainError(`${path} contains itself`)
  walk.left -= 1
  if (walk.left < 0) throw new NotPlainError(`there are more than ${maxValues} values: return fewer`)
  walk.open.add(value)
  const copy = isArray(value) ? plainList(value, path, walk, depth) : plainMap(value, path, walk, depth)
  walk.open.delete(value)
  return copy
}

function plainList(value: readonly unknown[], path: string, walk: Walk, depth: number): unknown {
  const length = value.length
  walk.left -= length
  if (walk.left < 0) throw new NotPlainError(`there are more than ${maxValues} values: return fewer`)
  const copy: unknown[] = []
  for (let index = 0; index < length; index++) {
    const item = value[index]
    // The path is put together only for what is walked into: a text for each of a million numbers costs more than the walk.
    copy[index] = typeof item === 'string' || item === null ? item : plain(item, `${path}[${index}]`, walk, depth + 1)
  }
  return copy
}

function plainMap(value: object, path: string, walk: Walk, depth: number): unknown {
  const other = replaced(value, path)
  if (other !== value) return plain(other, path, walk, depth + 1)
  const copy: Record<string, unknown> = { __proto__: null } as never
  const names = keys(value)
  for (let index = 0; index < names.length; index++) {
    const name = names[index] as string
    const item = (value as Record<string, unknown>)[name]
    if (item === undefined) continue
    const result = typeof item === 'string' ? item : plain(item, `${path}.${name}`, walk, depth + 1)
    if (name === '__proto__') Object.defineProperty(copy, name, { value: result, enumerable: true })
    else copy[name] = result
  }
  return copy
}

/** What stands for an object that is no plain map: a date's text, or what its own `toJSON` gives. */
function replaced(value: object, path: string): unknown {
  if (value instanceof Date) {
    if (!numberIsFinite(value.getTime())) throw new NotPlainError(`${path} is an invalid date`)
    return apply(dateText, value, [])
  }
  const { toJSON } = value as { readonly toJSON?: unknown }
  if (typeof toJSON === 'function') return apply(toJSON as () => unknown, value, [''])
  if (value instanceof Map) throw new NotPlainError(`${path} is a Map: return Object.fromEntries(map)`)
  if (value instanceof Set) throw new NotPlainError(`${path} is a Set: return [...set]`)
  if (value instanceof Promise) throw new NotPlainError(`${path} is a promise: await it`)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) throw new NotPlainError(`${path} is binary: return text, such as btoa(…)`)
  if (value instanceof Error) return { name: value.name, message: value.message }
  return value
}
