import { type RefObject, useLayoutEffect, useState } from 'react'

/** Whether the element has less than so many pixels beside each other: for what styles alone cannot arrange. */
export function useIsNarrow(element: RefObject<HTMLElement | null>, belowPx: number): boolean {
  const [isNarrow, setIsNarrow] = useState(false)
  useLayoutEffect(() => {
    const watched = element.current
    if (watched === null) return
    setIsNarrow(watched.clientWidth < belowPx)
    const observer = new ResizeObserver(() => setIsNarrow(watched.clientWidth < belowPx))
    observer.observe(watched)
    return () => observer.disconnect()
  }, [element, belowPx])
  return isNarrow
}
