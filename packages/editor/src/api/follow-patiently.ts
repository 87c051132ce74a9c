/** However busy the server is, what is shown is read again at most so often. */
const readEveryMs = 1_000
/** Nor does reading take more than this part of the server's time: what takes long is read more seldom. */
const restPerRead = 9

interface Following {
  /** Calls `hear` for each thing that happens, until the answer is called. */
  follow(hear: () => void): () => void
  read(): Promise<unknown>
  /** Nobody looks at a tab behind others: it is read again when somebody does. */
  isSeen(): boolean
  now(): number
  wait(ms: number, then: () => void): () => void
}

/**
 * Reads again after something has happened: soon, but neither at each thing of many nor without a rest. None follows the first read: while a
 * page opens everything takes long, and says nothing of how long it takes later.
 */
export function followPatiently({ follow, read, isSeen, now, wait }: Following): () => void {
  let stopWaiting: (() => void) | undefined
  let isMissing = false
  let restMs = 0
  let isFirst = true

  function readAgain(): void {
    if (!isSeen()) {
      stopWaiting = wait(readEveryMs, readAgain)
      return
    }
    isMissing = false
    const begun = now()
    void read().finally(() => {
      restMs = isFirst ? 0 : (now() - begun) * restPerRead
      isFirst = false
      if (stopWaiting === undefined) return
      stopWaiting = undefined
      if (isMissing) later()
    })
  }
  function later(): void {
    isMissing = true
    stopWaiting ??= wait(Math.max(readEveryMs, restMs), readAgain)
  }

  const stop = follow(later)
  return () => {
    stop()
    stopWaiting?.()
    stopWaiting = undefined
  }
}
