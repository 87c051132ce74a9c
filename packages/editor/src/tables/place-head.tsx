import type { ReactNode } from 'react'
import { Link } from 'react-router'
import styles from './place-head.module.css'

/** The head of a page below the list of tables, which begins with the way back to it. */
export function PlaceHead({ children }: { readonly children: ReactNode }) {
  return (
    <header className={styles.head}>
      <nav aria-label="Place" className={styles.path}>
        <Link to="/tables">Tables</Link>
        <span aria-hidden>/</span>
      </nav>
      {children}
    </header>
  )
}
