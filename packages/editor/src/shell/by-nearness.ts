import type { Action } from './actions.ts'

const frameGroups = ['Go to', 'Millrace']

/** Sorts the actions of the page before those that every page has. */
export function byNearness(one: Action, other: Action): number {
  return frameGroups.indexOf(one.group) - frameGroups.indexOf(other.group)
}
