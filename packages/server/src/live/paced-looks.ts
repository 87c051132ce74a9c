/** One thing after the other for one client: what it asks for, and looks at what was written meanwhile, with a rest between two looks. */
export interface PacedLooks {
  /** After whatever goes on now; a look follows. */
  first(run: () => Promise<void>): Promise<void>
  ask(): void
  close(): void
}

interface Looking {
  look(): Promise<void>
  /** Neither of the two rejects: what breaks comes here. */
  onBroken(error: unknown): void
}

/** So long others are written to before the next look, which then tells of all of them together. */
const restMs = 100

export function createPacedLooks({ look, onBroken }: Looking): PacedLooks {
  let turn = Promise.resolve()
  let isLooking = false
  let isAsked = false
  let rest: NodeJS.Timeout | undefined

  function ask(): void {
    isAsked = true
    if (isLooking || rest !== undefined) return
    isLooking = true
    isAsked = false
    turn = turn.then(look).catch(onBroken).finally(restAWhile)
  }

  function restAWhile(): void {
    isLooking = false
    rest = setTimeout(() => {
      rest = undefined
      if (isAsked) ask()
    }, restMs)
    rest.unref()
  }

  return {
    first(run) {
      // What was written while it ran has been told of already, and nobody listened.
      turn = turn.then(run).then(ask).catch(onBroken)
      return turn
    },
    ask,
    close: () => clearTimeout(rest),
  }
}
