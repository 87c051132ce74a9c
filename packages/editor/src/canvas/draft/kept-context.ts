import { createContext } from 'react'
import type { KeptDraft } from './keep-draft.ts'

/** The draft at the server: what is tried out waits until what was typed has come there. */
export const KeptContext = createContext<KeptDraft | undefined>(undefined)
