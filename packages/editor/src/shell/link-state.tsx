import { CloudOff } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { live } from '../api/live-link.ts'
import styles from './link-state.module.css'

/** Says so when the server cannot be reached; nothing otherwise. */
export function LinkState() {
  const state = useSyncExternalStore(live.onState, live.state)
  return (
    <span role="status" className={styles.state}>
      {state === 'lost' && (
        <span
          className={styles.lost}
          title="The server does not answer. What you see may be old; what you typed is kept. It is asked again by itself."
        >
          <CloudOff size={20} aria-hidden />
          Offline
        </span>
      )}
    </span>
  )
}
