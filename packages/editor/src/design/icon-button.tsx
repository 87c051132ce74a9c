import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, Ref } from 'react'
import styles from './icon-button.module.css'
import { pressing } from './pressing.ts'
import { Tooltip } from './tooltip.tsx'
import { Wheel } from './wheel.tsx'

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style' | 'children'> {
  readonly icon: LucideIcon
  /** What it does: its name, and its tip. */
  readonly label: string
  readonly shortcut?: string
  readonly side?: 'top' | 'bottom' | 'left' | 'right'
  /** Of one that stays pressed. */
  readonly isPressed?: boolean
  readonly isBusy?: boolean
  readonly isSmall?: boolean
  readonly ref?: Ref<HTMLButtonElement>
}

/** A button that is a picture; its tip says what it does, and by which key. */
export function IconButton({
  icon,
  label,
  shortcut,
  side,
  isPressed,
  isBusy = false,
  isSmall = false,
  disabled,
  onClick,
  ...rest
}: IconButtonProps) {
  const Icon = isBusy ? Wheel : icon
  return (
    <Tooltip text={label} shortcut={shortcut} {...(side !== undefined && { side })}>
      <button
        type="button"
        {...rest}
        {...pressing({ disabled, onClick, isBusy })}
        className={styles.button}
        data-small={isSmall}
        data-busy={isBusy}
        aria-label={label}
        aria-pressed={isPressed}
      >
        <Icon size={isSmall ? 14 : 16} aria-hidden />
      </button>
    </Tooltip>
  )
}
