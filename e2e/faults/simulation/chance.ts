import { seededRandom } from '../support/random.ts'

/** Chance that a seed decides: the same seed, the same choices. */
export interface Chance {
  /** From 0, below 1. */
  next(): number
  /** Both ends included. */
  integer(min: number, max: number): number
  happens(probability: number): boolean
  oneOf<T>(list: readonly [T, ...T[]]): T
  /** Chance of its own, so that what is drawn there moves nothing here. */
  fork(): Chance
}

export function createChance(seed: number): Chance {
  // Seeds are neighbours; their first draws must not be.
  const { next } = seededRandom(Math.imul(seed, 0x9e3779b1))
  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    integer,
    happens: (probability) => next() < probability,
    oneOf: (list) => list[integer(0, list.length - 1)] ?? list[0],
    fork: () => createChance(integer(0, 2 ** 31)),
  }
}
