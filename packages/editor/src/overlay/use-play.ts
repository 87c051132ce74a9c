import { useEffect, useRef } from 'react'

/** Calls `tick` again and again while it plays. */
export function usePlay(isPlaying: boolean, everyMs: number, tick: () => void): void {
  const latest = useRef(tick)
  latest.current = tick
  useEffect(() => {
    if (!isPlaying) return
    const timer = setInterval(() => latest.current(), everyMs)
    return () => clearInterval(timer)
  }, [isPlaying, everyMs])
}
