import { createLive } from './live.ts'

/** The page's one link for what happens. */
export const live = createLive(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/live`)

// A browser lets the timers of hidden tabs sleep.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) live.hurry()
})
