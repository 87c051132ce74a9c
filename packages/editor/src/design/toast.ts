import { Toast } from '@base-ui/react/toast'

export interface ToastContent {
  readonly kind: 'success' | 'warning' | 'error' | 'info'
  readonly title: string
  readonly text?: string
  /** What can be done about it: one button. */
  readonly action?: { readonly name: string; run(): void }
}

const shownMs = 4_000

/** What the region of the frame shows. */
export const toasts = Toast.createToastManager<ToastContent>()

/** Says what has happened, in the corner. Mistakes and warnings stay twice as long; one with a button stays until it is closed. */
export function showToast(content: ToastContent): void {
  const isUrgent = content.kind === 'error' || content.kind === 'warning'
  toasts.add({
    title: content.title,
    description: content.text,
    priority: isUrgent ? 'high' : 'low',
    timeout: content.action === undefined ? shownMs * (isUrgent ? 2 : 1) : 0,
    data: content,
  })
}
