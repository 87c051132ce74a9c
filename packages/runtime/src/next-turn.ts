/** Everybody else has a turn of the event loop. A store in this process answers without one, so that a long list would keep everyone waiting. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
