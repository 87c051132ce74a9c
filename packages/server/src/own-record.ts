/** Sets a key of data that came from outside: `__proto__` becomes plain own data and never reaches a prototype. */
export function setOwn<T>(record: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
  else record[key] = value
}

/** Adds a value under a key that may come several times: the second makes it a list. */
export function addOwn(record: Record<string, string | string[]>, key: string, value: string): void {
  const before = Object.hasOwn(record, key) ? record[key] : undefined
  if (before === undefined) setOwn<string | string[]>(record, key, value)
  else if (typeof before === 'string') setOwn<string | string[]>(record, key, [before, value])
  else before.push(value)
}
