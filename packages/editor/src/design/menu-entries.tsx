import { Menu } from '@base-ui/react/menu'
import type { LucideIcon } from 'lucide-react'
import { Keys } from './keys.tsx'
import styles from './menu-entries.module.css'
import popup from './popup.module.css'

/** What can be chosen, or a `line` between what belongs together. */
export type MenuEntry =
  | 'line'
  | {
      readonly name: string
      readonly icon?: LucideIcon
      readonly shortcut?: string | undefined
      /** It cannot be taken back. */
      readonly isDanger?: boolean
      readonly isDisabled?: boolean
      run(): void
    }

/** The sheet of a menu; it works in one that a button opens and in one at the pointer. */
export function MenuEntries({ entries, align = 'start' }: { readonly entries: readonly MenuEntry[]; readonly align?: 'start' | 'end' }) {
  return (
    <Menu.Portal>
      <Menu.Positioner className={popup.place} align={align} sideOffset={4}>
        <Menu.Popup className={`${popup.popup} ${styles.menu}`}>
          {entries.map((entry, index) =>
            entry === 'line' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name, and they stand still.
              <Menu.Separator key={`line ${index}`} className={styles.line} />
            ) : (
              <Entry key={entry.name} entry={entry} />
            ),
          )}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  )
}

function Entry({ entry }: { readonly entry: Exclude<MenuEntry, 'line'> }) {
  const { name, icon: Icon, shortcut, isDanger = false, isDisabled = false, run } = entry
  return (
    <Menu.Item className={styles.entry} data-danger={isDanger} disabled={isDisabled} onClick={run}>
      <span className={styles.icon}>{Icon !== undefined && <Icon size={16} aria-hidden />}</span>
      <span className={styles.name}>{name}</span>
      {shortcut !== undefined && <Keys keys={shortcut} />}
    </Menu.Item>
  )
}
