/** So long the page itself has the network for itself. */
const delayMs = 2_000

/** Loads what will be opened by a click while nothing else is to be done, so that it opens at once, and while the server is away. */
export function loadSoon(load: () => Promise<unknown>): () => void {
  const timer = setTimeout(() => {
    // What cannot be loaded now is asked for again when it is opened, and says so then.
    requestIdleCallback(() => void load().catch(() => undefined))
  }, delayMs)
  return () => clearTimeout(timer)
}
