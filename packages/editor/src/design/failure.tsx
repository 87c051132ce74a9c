import { TriangleAlert } from 'lucide-react'
import { ApiError } from '../api/call.ts'
import { Button } from './button.tsx'
import styles from './failure.module.css'

interface FailureProps {
  readonly error: unknown
  /** What could not be done, as the end of "… could not be". Left out where the message says it. */
  readonly onRetry?: () => void
}

/** What went wrong, with its code, and a way to try again. */
export function Failure({ error, onRetry }: FailureProps) {
  const message = error instanceof Error ? error.message : String(error)
  return (
    <div className={styles.failure} role="alert">
      <TriangleAlert className={styles.icon} size={16} aria-hidden />
      <p>
        {message}
        {error instanceof ApiError && <code className={styles.code}>{error.code}</code>}
      </p>
      {onRetry !== undefined && (
        <Button look="plain" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
