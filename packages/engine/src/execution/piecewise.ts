/**
 * Work that may take long and is asked for piece by piece: each `next` does some of it, and the last one returns what it comes to. When
 * the next one follows is up to whoever has a clock.
 */
export type Piecewise<T> = Generator<void, T, void>

/** So many events between two pieces: less than a millisecond's worth most often. */
export const eventsPerPiece = 200

export function atOnce<T>(work: Piecewise<T>): T {
  let step = work.next()
  while (step.done !== true) step = work.next()
  return step.value
}
