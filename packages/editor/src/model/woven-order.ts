/** The keys that there are, in their order, and where those have their place that are gone: behind the one that they came after. */
export function wovenOrder(known: readonly string[], present: readonly string[]): readonly string[] {
  const order = [...present]
  let behind: string | undefined
  for (const key of known) {
    if (!order.includes(key)) order.splice(behind === undefined ? 0 : order.indexOf(behind) + 1, 0, key)
    behind = key
  }
  return order
}
