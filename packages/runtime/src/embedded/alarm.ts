import type { Clock } from '../ports.ts'

/** Rings once at the earliest time it was set to; setting it later than that changes nothing. */
export interface Alarm {
  setFor(at: number): void
  close(): void
}

export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let setAt: number | undefined
  let stop: (() => void) | undefined

  return {
    setFor(at) {
      if (setAt !== undefined && setAt <= at) return
      stop?.()
      setAt = at
      stop = clock.wakeAt(at, () => {
        setAt = undefined
        stop = undefined
        ring()
      })
    },
    close() {
      stop?.()
    },
  }
}
