import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'
import styles from './popover.module.css'
import popup from './popup.module.css'

interface PopoverProps {
  readonly trigger: ReactElement
  /** Names it for screen readers, and heads it. */
  readonly title: string
  readonly children: ReactNode
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
  readonly align?: 'start' | 'center' | 'end'
  readonly isOpen?: boolean
  onOpenChange?(isOpen: boolean): void
}

/** A small sheet beside its button, for what needs no dialog. */
export function Popover({ trigger, title, children, side = 'bottom', align = 'start', isOpen, onOpenChange }: PopoverProps) {
  return (
    <Base.Root {...(isOpen !== undefined && { open: isOpen })} onOpenChange={(open) => onOpenChange?.(open)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={popup.place} side={side} align={align} sideOffset={6}>
          <Base.Popup className={`${popup.popup} ${styles.sheet}`}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
