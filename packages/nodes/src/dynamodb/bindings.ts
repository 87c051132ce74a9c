import type { Json } from '@millrace/engine'
import { type AttributeValue, attributeValue, type DeclaredType } from './attribute-value.ts'

/** Owns: that names and values are never part of an expression's text, only what stands for them. */
export interface Bindings {
  /** What stands for a field: `customer.age` is `#n0.#n1`, `lines.0` is `#n0[0]`. */
  path(path: string): string
  /** What stands for a whole attribute, dots and all. */
  name(attribute: string): string
  value(value: Json, type?: DeclaredType): string
  /** The parts of the request that say what stands for what. */
  request(): Readonly<Record<string, unknown>>
}

export function createBindings(): Bindings {
  const names = new Map<string, string>()
  const values: Record<string, AttributeValue> = {}
  let count = 0

  function nameOf(name: string): string {
    const bound = names.get(name) ?? `#n${names.size}`
    names.set(name, bound)
    return bound
  }

  return {
    name: nameOf,
    path: (path) => {
      const [first = '', ...rest] = path.split('.')
      return nameOf(first) + rest.map((part) => (/^\d{1,9}$/.test(part) ? `[${Number(part)}]` : `.${nameOf(part)}`)).join('')
    },
    value(value, type) {
      const bound = `:v${count}`
      count += 1
      values[bound] = attributeValue(value, type)
      return bound
    },
    request: () => ({
      ...(names.size > 0 && { ExpressionAttributeNames: Object.fromEntries([...names].map(([name, bound]) => [bound, name])) }),
      ...(count > 0 && { ExpressionAttributeValues: values }),
    }),
  }
}
