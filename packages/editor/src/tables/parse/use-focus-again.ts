import { type RefObject, useEffect, useRef } from 'react'

/** A button that is busy loses the keyboard. The one that is put here has it back afterwards, unless it has gone elsewhere meanwhile. */
export function useFocusAgain(isBusy: boolean): RefObject<HTMLElement | null> {
  const pressed = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isBusy) return
    if (document.activeElement === document.body) pressed.current?.focus()
    pressed.current = null
  }, [isBusy])
  return pressed
}
