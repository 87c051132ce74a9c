import { Toast } from '@base-ui/react/toast'
import { CircleCheck, CircleX, Info, TriangleAlert, X } from 'lucide-react'
import { Button } from './button.tsx'
import { type ToastContent, toasts } from './toast.ts'
import styles from './toast-region.module.css'

const icons = { success: CircleCheck, warning: TriangleAlert, error: CircleX, info: Info } as const

/** Where `showToast` shows; one in the frame. F6 goes there. */
export function ToastRegion() {
  return (
    <Toast.Provider toastManager={toasts} limit={4}>
      <Toast.Portal>
        <Toast.Viewport className={styles.region}>
          <Shown />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Shown() {
  const { toasts: shown, close } = Toast.useToastManager<ToastContent>()
  return shown.map((toast) => {
    const { kind = 'info', action } = toast.data ?? {}
    const Icon = icons[kind]
    return (
      <Toast.Root key={toast.id} toast={toast} className={styles.toast} data-kind={kind} swipeDirection="right">
        <Icon className={styles.icon} size={16} aria-hidden />
        <Toast.Content className={styles.words}>
          <Toast.Title className={styles.title} render={<p />} />
          <Toast.Description className={styles.text} />
          {action !== undefined && (
            <Button
              onClick={() => {
                close(toast.id)
                action.run()
              }}
            >
              {action.name}
            </Button>
          )}
        </Toast.Content>
        <Toast.Close className={styles.close} aria-label="Close">
          <X size={14} aria-hidden />
        </Toast.Close>
      </Toast.Root>
    )
  })
}
