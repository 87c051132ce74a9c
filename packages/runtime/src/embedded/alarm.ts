import type { Clock } from '../ports.ts'

/**
 * Rings once at the earliest time it was set to; setting it later than that changes nothing. It also rings when somebody has set the clock
 * back: the time it was set to may come a year later by that, and what it is set for sooner.
 */
export interface Alarm {
  setFor(at: number): void
  close(): void
}

export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let setAt: number | undefined
  let stop: (() => void) | undefined
  const stopListening = clock.onMoved((byMs) => void (byMs < 0 && setAt !== undefined && ringNow()))

  function ringNow(): void {
    stop?.()
    setAt = undefined
    stop = undefined
    ring()
  }

  return {
    setFor(at) {
      if (setAt !== undefined && setAt <= at) return
      stop?.()
      setAt = at
      stop = clock.wakeAt(at, ringNow)
    },
    close() {
      stop?.()
      stopListening()
    },
  }
}
