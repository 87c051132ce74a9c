import { useEffect, useRef } from 'react'

/** Calls `tick` again and again while it plays, with the milliseconds since the last time: a browser that is busy plays no slower. */
export function usePlay(isPlaying: boolean, everyMs: number, tick: (passedMs: number) => void): void {
  const latest = useRef(tick)
  latest.current = tick
  useEffect(() => {
    if (!isPlaying) return
    let last = performance.now()
    const timer = setInterval(() => {
      const now = performance.now()
      latest.current(now - last)
      last = now
    }, everyMs)
    return () => clearInterval(timer)
  }, [isPlaying, everyMs])
}
