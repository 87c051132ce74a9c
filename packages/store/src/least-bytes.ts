/**
 * How many bytes of JSON text a value takes at least; stops counting once over `enough`. Says what is large without writing it:
 * of 10 MB it looks at the first few dozen values. Plain JSON takes at most `mostPerLeast` times as much.
 */
export function leastBytes(value: unknown, enough: number): number {
  let bytes = 0
  // A stack of its own: a value may be nested deeper than calls can be.
  const open: unknown[] = [value]
  while (open.length > 0 && bytes <= enough) {
    const next = open.pop()
    bytes += 2
    if (typeof next === 'string') bytes += next.length
    else if (Array.isArray(next)) pushItems(open, next, enough)
    else if (typeof next === 'object' && next !== null)
      for (const name in next) {
        bytes += name.length + 1
        open.push((next as Readonly<Record<string, unknown>>)[name])
      }
  }
  return bytes
}

/** A number of two bytes counted may be 24 long, and a character six as an escape. */
export const mostPerLeast = 13

/** No more than can count: each item takes two bytes at least. */
function pushItems(open: unknown[], items: readonly unknown[], enough: number): void {
  const count = Math.min(items.length, enough / 2 + 1)
  for (let index = 0; index < count; index++) open.push(items[index])
}
