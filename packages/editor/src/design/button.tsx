import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, ReactNode } from 'react'
import styles from './button.module.css'
import { pressing } from './pressing.ts'
import { Wheel } from './wheel.tsx'

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'style'> {
  /** One `main` action a view; `danger` for what cannot be taken back. */
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger'
  readonly icon?: LucideIcon
  /** What it does is under way: it cannot be pressed again, and keeps the keyboard. */
  readonly isBusy?: boolean
  readonly children: ReactNode
}

export function Button({ look = 'plain', icon: Icon, isBusy = false, disabled, onClick, children, ...rest }: ButtonProps) {
  const Shown = isBusy ? Wheel : Icon
  return (
    <button
      type="button"
      {...rest}
      {...pressing({ disabled, onClick, isBusy })}
      className={styles.button}
      data-look={look}
      data-busy={isBusy}
    >
      {Shown !== undefined && <Shown size={16} aria-hidden />}
      {children}
    </button>
  )
}
