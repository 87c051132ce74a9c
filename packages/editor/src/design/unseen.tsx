import type { ReactNode } from 'react'
import styles from './unseen.module.css'

/** Words for screen readers alone, where the eye has the picture; of `status` they hear each time it changes. */
export function Unseen({ role, children }: { readonly role?: 'status'; readonly children: ReactNode }) {
  return (
    <span className={styles.unseen} role={role}>
      {children}
    </span>
  )
}
