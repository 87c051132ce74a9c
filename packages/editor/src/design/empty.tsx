import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './empty.module.css'

interface EmptyProps {
  readonly icon: LucideIcon
  readonly title: string
  /** What it is for, and what to do first. */
  readonly children: ReactNode
  readonly actions?: ReactNode
}

/** A place where nothing is yet: it says what will be there and how. */
export function Empty({ icon: Icon, title, children, actions }: EmptyProps) {
  return (
    <section className={styles.empty}>
      <Icon className={styles.icon} size={32} strokeWidth={1.5} aria-hidden />
      <h2>{title}</h2>
      <div className={styles.text}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  )
}
