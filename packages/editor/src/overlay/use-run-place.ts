import { useCallback, useEffect, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { type RunPlace, readPlace, writePlace } from './run-place.ts'

/** The browser refuses addresses that change with each pixel of a drag. */
const writeAfterMs = 250

/** Where one is in the execution; the address of the page follows, and whoever changes that leads the place. */
export function useRunPlace(startMs: number): [place: RunPlace, move: (change: Partial<RunPlace>) => void] {
  const [address, setAddress] = useSearchParams()
  const [place, setPlace] = useState(() => readPlace(address, startMs))
  const latest = useRef({ setAddress, written: address.toString() })
  latest.current.setAddress = setAddress

  useEffect(() => {
    if (address.toString() === latest.current.written) return
    latest.current.written = address.toString()
    setPlace(readPlace(address, startMs))
  }, [address, startMs])

  useEffect(() => {
    const timer = setTimeout(() => {
      const { setAddress, written } = latest.current
      // The browser is ahead of what is rendered: where somebody is on the way elsewhere, that counts.
      const here = new URLSearchParams(window.location.search)
      const next = writePlace(here, place, startMs)
      if (here.toString() !== written || next.toString() === written) return
      latest.current.written = next.toString()
      setAddress(next, { replace: true })
    }, writeAfterMs)
    return () => clearTimeout(timer)
  }, [place, startMs])

  const move = useCallback((change: Partial<RunPlace>) => setPlace((before) => ({ ...before, ...change })), [])
  return [place, move]
}
