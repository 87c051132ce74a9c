import { useSyncExternalStore } from 'react'
import { type Action, currentActions, onActions } from './actions.ts'

export function useCurrentActions(): readonly Action[] {
  return useSyncExternalStore(onActions, currentActions)
}
