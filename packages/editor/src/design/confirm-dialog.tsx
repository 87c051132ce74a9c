import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import styles from './dialog.module.css'
import { Failure } from './failure.tsx'

interface ConfirmDialogProps {
  /** The question. */
  readonly title: string
  /** What will be gone, and what will stay. */
  readonly children: ReactNode
  /** What is done, as on the button: "Delete 3 executions". */
  readonly action: string
  readonly isOpen: boolean
  readonly isBusy?: boolean
  /** Why it could not be done. */
  readonly error?: unknown
  onConfirm(): void
  onClose(): void
}

/** A question before what cannot be taken back. The way out has the focus. */
export function ConfirmDialog({ title, children, action, isOpen, isBusy = false, error, onConfirm, onClose }: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} data-covers-page />
        <AlertDialog.Popup className={styles.dialog} data-size="small">
          <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
          <AlertDialog.Description className={styles.text} render={<div />}>
            {children}
          </AlertDialog.Description>
          {error !== undefined && error !== null && <Failure error={error} />}
          <footer className={styles.actions}>
            <AlertDialog.Close render={<Button>Keep it</Button>} />
            <Button look="danger" isBusy={isBusy} onClick={onConfirm}>
              {action}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
