import { Pause, Play } from 'lucide-react'
import { NavLink } from 'react-router'
import { Button } from '../design/button.tsx'
import styles from './logs-head.module.css'

interface LogsHeadProps {
  readonly title: 'Logs' | 'Events'
  readonly isFollowing: boolean
  /** What has come meanwhile. */
  readonly heldCount: number
  onFollow(isFollowing: boolean): void
}

/** The heading of what is said and what is told, with the way from one to the other. */
export function LogsHead({ title, isFollowing, heldCount, onFollow }: LogsHeadProps) {
  return (
    <header className={styles.head}>
      <h1>{title}</h1>
      <nav className={styles.tabs} aria-label="Logs and events">
        <NavLink to="/logs" end>
          Logs
        </NavLink>
        <NavLink to="/logs/events">Events</NavLink>
      </nav>
      <span className={styles.gap} />
      <span className={styles.held} role="status">
        {heldCount > 0 && `${heldCount.toLocaleString()} new`}
      </span>
      <Button icon={isFollowing ? Pause : Play} onClick={() => onFollow(!isFollowing)}>
        {isFollowing ? 'Pause' : 'Follow'}
      </Button>
    </header>
  )
}
