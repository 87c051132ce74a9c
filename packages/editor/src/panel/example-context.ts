import { createContext, useContext } from 'react'
import { type ExampleScope, emptyScope } from '../model/example-scope.ts'

/** The values that expressions of the open node would read: of its last, pinned or chosen execution. */
export const ExampleContext = createContext<ExampleScope>(emptyScope)

export function useExample(): ExampleScope {
  return useContext(ExampleContext)
}
