import { useState } from 'react'

const key = 'millrace-text-shown'

/** Whether the text stands beside the canvas; kept in this browser. */
export function useShownText(): [isShown: boolean, show: (isShown: boolean) => void] {
  const [isShown, setIsShown] = useState(() => localStorage.getItem(key) !== 'no')
  function show(next: boolean) {
    localStorage.setItem(key, next ? 'yes' : 'no')
    setIsShown(next)
  }
  return [isShown, show]
}
