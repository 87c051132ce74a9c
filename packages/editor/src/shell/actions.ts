import type { LucideIcon } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'

/**
 * Owns: what can be done where one is, for the command bar, the keys and the sheet of shortcuts alike.
 * Does not own: keys that mean something within one control alone, such as the arrows of a menu.
 */
export interface Action {
  /** Unique; the one registered last wins, so that a page may do better than the frame. */
  readonly id: string
  /** What it does, as one would look for it: "Publish this workflow". */
  readonly name: string
  /** The heading it stands under: "Canvas". */
  readonly group: string
  /** Such as `Mod+S`, `Shift+F`, `?`, or two keys after each other: `g w`. Several are ways to the same. */
  readonly keys?: readonly string[]
  readonly icon?: LucideIcon
  /** It has nothing to do just now. */
  readonly isDisabled?: boolean
  /** It is not offered in the command bar: it makes sense by its key alone. */
  readonly isOnlyKeys?: boolean
  /** Left out where the key is heard elsewhere, and the sheet shall know of it. */
  run?(): void
}

const registered = new Set<readonly Action[]>()
const hearers = new Set<() => void>()
let current: readonly Action[] = []

/** Offers them until the answer is called. */
function registerActions(actions: readonly Action[]): () => void {
  registered.add(actions)
  refresh()
  return () => {
    registered.delete(actions)
    refresh()
  }
}

/** All that is offered now; the same value until something changes. */
export function currentActions(): readonly Action[] {
  return current
}

export function onActions(hear: () => void): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}

/** Offers the actions of a component while it is shown; `run` may be another function each time, without anything being registered anew. */
export function useActions(actions: readonly Action[]): void {
  const latest = useRef(actions)
  latest.current = actions
  const shape = JSON.stringify(actions.map(({ run, icon, ...rest }) => [rest, run !== undefined]))
  // A page that waits behind the next one, which is being loaded, offers nothing any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` stands for all of an action but its functions.
  useLayoutEffect(() => {
    const steady = latest.current.map((action, index) => ({
      ...action,
      ...(action.run !== undefined && { run: () => latest.current[index]?.run?.() }),
    }))
    return registerActions(steady)
  }, [shape])
}

function refresh(): void {
  const byId = new Map<string, Action>()
  for (const action of [...registered].flat()) byId.set(action.id, action)
  current = [...byId.values()]
  for (const hear of hearers) hear()
}
