import { keyNames } from './key-names.ts'
import styles from './keys.module.css'

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)

/** The caps of a shortcut, such as `Mod+K`; `Mod` is Ctrl, or ⌘ on a Mac. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {keyNames(keys, isMac).map((name) => (
        <kbd key={name} className={styles.key}>
          {name}
        </kbd>
      ))}
    </span>
  )
}
