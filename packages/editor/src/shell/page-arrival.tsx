import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'react-router'
import { Unseen } from '../design/unseen.tsx'
import { onTitle } from './use-title.ts'

/**
 * Tells whoever does not see it which page one has gone to, and takes the keyboard there where the last page took its focus away with it.
 * It stands before the page, so that it hears its title.
 */
export function PageArrival() {
  const { pathname, search } = useLocation()
  // A pinned execution is another page at the address of its workflow.
  const page = new URLSearchParams(search).has('execution') ? `${pathname} pinned` : pathname
  const [said, setSaid] = useState('')
  const from = useRef(page)
  useEffect(() => {
    if (from.current === page) return
    from.current = page
    if (!isFocusSeen()) document.getElementById('content')?.focus({ preventScroll: true })
    const stop = onTitle((title) => {
      setSaid(title)
      stop()
    })
    return stop
  }, [page])
  return <Unseen role="status">{said}</Unseen>
}

/** A page that has to be loaded first hides the last one before it takes its place. */
function isFocusSeen(): boolean {
  const active = document.activeElement
  return active !== null && active !== document.body && active.checkVisibility()
}
