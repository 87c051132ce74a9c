import { createContext, useContext } from 'react'
import type { CanvasHand } from './hand/use-canvas-hand.ts'
import type { PaletteContext } from './palette/palette-context.ts'

/** What the parts of the canvas can do, beside changing the text. */
export interface Hands extends CanvasHand {
  openPalette(): void
  /** The palette for what comes after a port, into an edge, or at a place. */
  openPaletteFor(context: PaletteContext): void
}

export const HandContext = createContext<Hands | undefined>(undefined)

export function useHands(): Hands {
  const hands = useContext(HandContext)
  if (hands === undefined) throw new Error('There is no canvas around this component: put it inside a HandContext.')
  return hands
}
