/** A deep copy of plain data, dates, maps, sets, patterns, errors and bytes; what refers to itself still does. */
export function structuredClone(value: unknown): unknown {
  const copies = new Map<object, object>()
  return clone(value)

  function clone(one: unknown): unknown {
    if (typeof one === 'function' || typeof one === 'symbol') throw new TypeError(`structuredClone cannot copy a ${typeof one}`)
    if (typeof one !== 'object' || one === null) return one
    const known = copies.get(one)
    if (known !== undefined) return known
    const copy = emptyCopy(one)
    copies.set(one, copy)
    if (one instanceof Map) for (const [key, item] of one) (copy as Map<unknown, unknown>).set(clone(key), clone(item))
    else if (one instanceof Set) for (const item of one) (copy as Set<unknown>).add(clone(item))
    else if (!isWhole(one)) for (const key of Object.keys(one)) Reflect.set(copy, key, clone(Reflect.get(one, key)))
    return copy
  }
}

function emptyCopy(value: object): object {
  if (Array.isArray(value)) return new Array(value.length)
  if (value instanceof Date) return new Date(value.getTime())
  if (value instanceof RegExp) return new RegExp(value.source, value.flags)
  if (value instanceof Map) return new Map()
  if (value instanceof Set) return new Set()
  if (value instanceof ArrayBuffer) return value.slice(0)
  if (ArrayBuffer.isView(value)) return cloneView(value)
  if (value instanceof Error) return Object.assign(new Error(value.message), { name: value.name, stack: value.stack })
  return {}
}

function cloneView(view: ArrayBufferView): object {
  const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength)
  return Reflect.construct(view.constructor, [bytes])
}

/** Complete as it was made: there are no entries to copy. */
function isWhole(value: object): boolean {
  return (
    value instanceof Date || value instanceof RegExp || value instanceof ArrayBuffer || ArrayBuffer.isView(value) || value instanceof Error
  )
}
