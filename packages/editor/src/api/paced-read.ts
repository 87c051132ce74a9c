/** Reads at once when asked, and while it is asked again and again, with a pause between the end of one read and the next. */
export interface PacedRead {
  ask(): void
  close(): void
}

/**
 * A read that takes long is waited for, and never broken off by the next: whatever happens meanwhile would keep the page from ever being drawn anew.
 * The pause is at least as long as the read took, so that a large answer does not keep the page and the server busy all the time. For the one
 * thing that somebody watches: lists can wait (follow-patiently.ts).
 */
export function createPacedRead(read: () => Promise<unknown>, leastPauseMs: number): PacedRead {
  let state: 'idle' | 'busy' | 'closed' = 'idle'
  let isAsked = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function begin(): Promise<void> {
    state = 'busy'
    isAsked = false
    const began = performance.now()
    await read()
    if (isOpen()) timer = setTimeout(next, Math.max(leastPauseMs, performance.now() - began))
  }

  function isOpen(): boolean {
    return state !== 'closed'
  }

  function next(): void {
    state = 'idle'
    if (isAsked) void begin()
  }

  return {
    ask() {
      if (state === 'idle') void begin()
      else isAsked = true
    },
    close() {
      state = 'closed'
      clearTimeout(timer)
    },
  }
}
