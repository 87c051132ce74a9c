import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { Keys } from './keys.tsx'
import popup from './popup.module.css'
import styles from './tooltip.module.css'

interface TooltipProps {
  readonly text: string
  readonly shortcut?: string | undefined
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
  /** What it is about; it must have a name of its own, since a tip is for the eye. */
  readonly children: ReactElement
}

/** A few words on what is under the pointer or has the focus. */
export function Tooltip({ text, shortcut, side = 'bottom', children }: TooltipProps) {
  return (
    // Escape means what has the focus as well: nobody presses it twice to close a dialog whose button shows its tip.
    <Base.Root onOpenChange={(_, details) => details.reason === 'escape-key' && details.allowPropagation()}>
      <Base.Trigger delay={400} render={children} />
      <Base.Portal>
        <Base.Positioner className={popup.place} side={side} sideOffset={6}>
          <Base.Popup className={styles.tip}>
            {text}
            {shortcut !== undefined && <Keys keys={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
