import type { ButtonHTMLAttributes, MouseEvent } from 'react'

type Attributes = ButtonHTMLAttributes<HTMLButtonElement>

export interface Pressing extends Pick<Attributes, 'disabled' | 'onClick'> {
  /** What it does is under way. */
  readonly isBusy: boolean
}

/**
 * What a button takes that may be pressed, or may not for now. It is never `disabled`: that takes the keyboard away from whoever has just pressed it.
 * A form is not sent by one that refuses either: Enter in a field is a click on it.
 */
export function pressing({ disabled, onClick, isBusy }: Pressing): Pick<Attributes, 'aria-busy' | 'aria-disabled' | 'onClick'> {
  const isRefused = disabled === true || isBusy
  return { 'aria-busy': isBusy || undefined, 'aria-disabled': isRefused || undefined, onClick: isRefused ? refuse : onClick }
}

function refuse(event: MouseEvent): void {
  event.preventDefault()
  event.stopPropagation()
}
