/** Ends a wait early. */
export interface Alarm {
  ring(): void
  /** Resolves with the wait, or when the alarm rings; at once when it has rung since the last wait. */
  orElse(wait: Promise<void>): Promise<void>
  within(ms: number): Promise<void>
}

/** Each wait has a promise of its own: one that is raced against for days would remember every race. */
export function createAlarm(): Alarm {
  let hasRung = false
  let wake = (): void => undefined

  async function orElse(wait: Promise<void>): Promise<void> {
    if (!hasRung) {
      const rings = new Promise<void>((resolve) => {
        wake = resolve
      })
      await Promise.race([wait, rings])
    }
    hasRung = false
  }

  return {
    ring() {
      hasRung = true
      wake()
    },
    orElse,
    async within(ms) {
      let timer: NodeJS.Timeout | undefined
      await orElse(
        new Promise((resolve) => {
          timer = setTimeout(resolve, ms)
        }),
      )
      clearTimeout(timer)
    },
  }
}
