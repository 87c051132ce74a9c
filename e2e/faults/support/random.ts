/** Chance that a seed repeats: the same numbers each time. */
export interface Random {
  /** From 0 up to but without 1. */
  next(): number
  /** From 0 up to but without `below`, whole. */
  below(below: number): number
  pick<T>(choices: readonly T[]): T
}

/** mulberry32: 32 bits of state are plenty for choosing what to do next. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick<T>(choices: readonly T[]): T {
      const choice = choices[below(choices.length)]
      if (choice === undefined) throw new Error('There is nothing to pick from.')
      return choice
    },
  }
}
