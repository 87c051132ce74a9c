import { type RefObject, useEffect, useRef } from 'react'

interface AddedEntry<List extends HTMLElement> {
  readonly list: RefObject<List | null>
  /** The next entry that comes is one that somebody adds here. */
  adding(): void
}

/** Whoever adds an entry goes on in its first field; what stands there is written over. */
export function useAddedEntry<List extends HTMLElement>(count: number): AddedEntry<List> {
  const list = useRef<List>(null)
  const isAdding = useRef(false)
  useEffect(() => {
    if (!isAdding.current) return
    isAdding.current = false
    const field = list.current?.children[count - 1]?.querySelector<HTMLElement>('input:not([aria-hidden]), textarea')
    field?.focus()
    if (field instanceof HTMLInputElement) field.select()
  }, [count])
  return {
    list,
    adding() {
      isAdding.current = true
    },
  }
}
