import type { KeyboardEvent } from 'react'

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }

/** Arrow keys go from row to row of a list: to what is marked `data-row-link` in each. Tells where they came to, if to another one. */
export function walkRows(event: KeyboardEvent<HTMLElement>): HTMLElement | undefined {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')]
  const at = links.indexOf(event.target as HTMLElement) // Any other element is not among them.
  const step = steps[event.key]
  if (at < 0 || step === undefined || event.ctrlKey || event.metaKey || event.altKey) return undefined
  event.preventDefault()
  const next = links[at + step]
  next?.focus()
  return next
}
