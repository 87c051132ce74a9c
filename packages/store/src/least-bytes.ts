/**
 * How many bytes of JSON text a value takes at least; stops counting once over `enough`. Says what is large without writing it:
 * of 10 MB it looks at the first few dozen values. Plain JSON takes at most `mostPerLeast` times as much.
 */
export function leastBytes(value: unknown, enough: number): number {
  // Two for each value, counted as soon as it is seen: a list that holds itself would else grow the stack for ever.
  let bytes = 2
  // A stack of its own: a value may be nested deeper than calls can be.
  const open: unknown[] = [value]
  while (open.length > 0 && bytes <= enough) {
    const next = open.pop()
    if (typeof next === 'string') bytes += next.length
    else if (Array.isArray(next)) bytes += 2 * pushItems(open, next, enough)
    else if (typeof next === 'object' && next !== null)
      for (const name in next) {
        bytes += name.length + 3
        open.push((next as Readonly<Record<string, unknown>>)[name])
      }
  }
  return bytes
}

/** A number of two bytes counted may be 24 long, and a character six as an escape. */
export const mostPerLeast = 13

/** No more than can count: each item takes two bytes at least. */
function pushItems(open: unknown[], items: readonly unknown[], enough: number): number {
  const count = Math.min(items.length, Math.ceil(enough / 2) + 1)
  for (let index = 0; index < count; index++) open.push(items[index])
  return count
}
