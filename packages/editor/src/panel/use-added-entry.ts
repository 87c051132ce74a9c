import { type RefObject, useEffect, useRef } from 'react'

interface AddedEntry<List extends HTMLElement> {
  readonly list: RefObject<List | null>
  /** The next entry that comes is one that somebody adds here, and goes on in that one of its fields: the first, if nothing else is said. */
  adding(place?: number): void
}

const fields = 'input:not([aria-hidden]), textarea, [contenteditable="true"]'

/** Whoever adds an entry goes on in it; what stands there is written over. */
export function useAddedEntry<List extends HTMLElement>(count: number): AddedEntry<List> {
  const list = useRef<List>(null)
  const addingAt = useRef<number>(undefined)
  useEffect(() => {
    const place = addingAt.current
    addingAt.current = undefined
    if (place === undefined) return
    const field = list.current?.children[count - 1]?.querySelectorAll<HTMLElement>(fields)[place]
    // A menu that it was chosen from gives the focus back as it goes, in a task of this kind begun before.
    queueMicrotask(() => {
      field?.focus()
      if (field instanceof HTMLInputElement) field.select()
    })
  }, [count])
  return {
    list,
    adding(place = 0) {
      addingAt.current = place
    },
  }
}
