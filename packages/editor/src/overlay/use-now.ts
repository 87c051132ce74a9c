import { useEffect, useState } from 'react'

const everyMs = 1_000

/** Epoch milliseconds, going on each second while it is wanted; 0 while it is not. */
export function useNow(isWanted: boolean): number {
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (!isWanted) return setNow(0)
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [isWanted])
  return now
}
