import { LoaderCircle, type LucideProps } from 'lucide-react'
import styles from './wheel.module.css'

/** What is under way turns; beside it stands a word. */
export function Wheel(props: Omit<LucideProps, 'className'>) {
  return <LoaderCircle aria-hidden {...props} className={styles.wheel} />
}
