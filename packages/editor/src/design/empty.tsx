import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './empty.module.css'

interface EmptyProps {
  readonly icon: LucideIcon
  readonly title: string
  /** What it is for, and what to do first. */
  readonly children: ReactNode
  readonly actions?: ReactNode
  /** Of its heading: 1 where it is all there is on the page. */
  readonly level?: 1 | 2
}

/** A place where nothing is yet: it says what will be there and how. */
export function Empty({ icon: Icon, title, children, actions, level = 2 }: EmptyProps) {
  const Heading = level === 1 ? 'h1' : 'h2'
  return (
    <section className={styles.empty}>
      <Icon className={styles.icon} size={32} strokeWidth={1.5} aria-hidden />
      <Heading className={styles.heading}>{title}</Heading>
      <div className={styles.text}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  )
}
