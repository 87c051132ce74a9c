import { useEffect, useState } from 'react'

/** The longest that the rest waits for a quiet moment. */
const timeoutMs = 500

/** True soon after something is shown, once the browser has nothing better to do: what is loaded then does not hold that up. */
export function useIsSettled(isShown: boolean): boolean {
  const [isSettled, setIsSettled] = useState(false)
  useEffect(() => {
    if (!isShown) return
    let idle = 0
    // What is shown stands on the screen after one frame, and what belongs to it after another.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        idle = requestIdleCallback(() => setIsSettled(true), { timeout: timeoutMs })
      })
    })
    return () => {
      cancelAnimationFrame(frame)
      cancelIdleCallback(idle)
    }
  }, [isShown])
  return isSettled
}
