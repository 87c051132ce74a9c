import styles from './import-step.module.css'

/** How much has come, from 0 to 1, for the eye and for screen readers. */
export function ImportBar({ label, share }: { readonly label: string; readonly share: number }) {
  return <progress className={styles.bar} aria-label={label} value={share} max={1} />
}
