import type { Json } from '../json.ts'

/** What a value takes once its aliases are followed. A scalar has depth 0. */
export interface Extent {
  readonly values: number
  readonly characters: number
  readonly depth: number
}

/** The anchors met so far, in the order of the text: an alias means the latest one of its name before it. */
export interface Anchors {
  /** The value that carries the anchor begins: an alias inside it would be a loop. */
  open(name: string): void
  close(name: string, reading: { readonly value: Json; readonly extent: Extent }): void
  find(name: string): { readonly value: Json; readonly extent: Extent } | 'open' | undefined
}

export function createAnchors(): Anchors {
  const anchors = new Map<string, { readonly value: Json; readonly extent: Extent } | 'open'>()
  return {
    open: (name) => void anchors.set(name, 'open'),
    close: (name, reading) => void anchors.set(name, reading),
    find: (name) => anchors.get(name),
  }
}
