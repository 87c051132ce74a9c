import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import styles from './dialog.module.css'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  readonly title: string
  readonly isOpen: boolean
  onClose(): void
  /** One sentence below the title. */
  readonly text?: ReactNode
  readonly children?: ReactNode
  /** At its foot, the main one last. */
  readonly actions?: ReactNode
  readonly size?: 'small' | 'medium' | 'large'
}

/** One thing to be settled before going on. Escape closes it, Ctrl+Enter does its main thing; the focus returns to where it was. */
export function Dialog({ title, isOpen, onClose, text, children, actions, size = 'medium' }: DialogProps) {
  const popup = useRef<HTMLDivElement>(null)
  function press(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    popup.current?.querySelector<HTMLButtonElement>(':scope > footer button:last-of-type')?.click()
  }
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} data-covers-page />
        <Base.Popup ref={popup} className={styles.dialog} data-size={size} initialFocus={() => firstField(popup.current)} onKeyDown={press}>
          <header className={styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <Base.Close render={<IconButton icon={X} label="Close" shortcut="Escape" />} />
          </header>
          {text !== undefined && <Base.Description className={styles.text}>{text}</Base.Description>}
          {children !== undefined && <div className={styles.body}>{children}</div>}
          {actions !== undefined && <footer className={styles.actions}>{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

/** What is to be filled in; else the dialog itself, so that its way out does not stand out. */
function firstField(popup: HTMLElement | null): HTMLElement | null {
  const field = popup?.querySelector<HTMLElement>('input:not([type="hidden"]), textarea, [role="combobox"], [data-first]') ?? popup
  // As when one comes by Tab: what is typed takes the place of what is offered.
  if (field instanceof HTMLInputElement) field.select()
  return field
}
