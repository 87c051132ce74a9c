import type { Clock } from '../ports.ts'

/** So many look at the same time. */
const places = 10
/** So many of these may be taken by those that failed last time. */
const placesOfAiling = 5
/** Whoever looks for longer goes on, and somebody else has the place. */
const longestHeldMs = 5_000

/**
 * Owns: who may look beside whom. Does not own: when somebody is due.
 * Invariant: a source that does not answer holds up others for a few seconds, and only the first time: from then on there are places that it
 * cannot take. However many of them there are, few hang at the same time: each holds a place for a while before the next one gets it.
 */
export interface LookPlaces {
  /** True when it may look now: nobody looks under this name, and there is a place. */
  take(name: string): boolean
  isLooking(name: string): boolean
  /** It is over. */
  leave(name: string): void
  /** How its last look went. */
  note(name: string, isAiling: boolean): void
  /** So many of those that are due must be asked for to find one that may look, if there is one. */
  askFor(): number
}

interface Look {
  readonly isAiling: boolean
  hasPlace: boolean
  readonly stop: () => void
}

export function createLookPlaces(clock: Pick<Clock, 'wakeAfter'>, onFree: () => void): LookPlaces {
  const looks = new Map<string, Look>()
  const ailing = new Set<string>()

  function taken(of: (look: Look) => boolean): number {
    let count = 0
    for (const look of looks.values()) if (look.hasPlace && of(look)) count++
    return count
  }

  function giveUp(name: string): void {
    const look = looks.get(name)
    if (look === undefined) return
    look.hasPlace = false
    onFree()
  }

  return {
    take(name) {
      const isAiling = ailing.has(name)
      if (looks.has(name) || taken(() => true) >= places) return false
      if (isAiling && taken((look) => look.isAiling) >= placesOfAiling) return false
      looks.set(name, { isAiling, hasPlace: true, stop: clock.wakeAfter(longestHeldMs, () => giveUp(name)) })
      return true
    },
    isLooking: (name) => looks.has(name),
    leave(name) {
      looks.get(name)?.stop()
      looks.delete(name)
    },
    note(name, isAiling) {
      if (isAiling) ailing.add(name)
      else ailing.delete(name)
    },
    askFor: () => places + looks.size + ailing.size,
  }
}
