import { Dialog } from '../design/dialog.tsx'
import { Keys } from '../design/keys.tsx'
import type { Action } from './actions.ts'
import { byNearness } from './by-nearness.ts'
import styles from './shortcut-sheet.module.css'
import { useCurrentActions } from './use-current-actions.ts'

/** Every key that means something here, made of what is registered. */
export function ShortcutSheet({ onClose }: { onClose(): void }) {
  const groups = Map.groupBy(
    useCurrentActions()
      .filter(({ keys = [] }) => keys.length > 0)
      .toSorted(byNearness),
    ({ group }) => group,
  )
  return (
    <Dialog title="Keyboard shortcuts" isOpen onClose={onClose} size="large">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section className={styles.scroll} tabIndex={0} aria-label="By what they are for">
        <div className={styles.groups}>
          {[...groups].map(([group, actions]) => (
            <section key={group} className={styles.group}>
              <h3 className={styles.title}>{group}</h3>
              <dl className={styles.list}>
                {actions.map((action) => (
                  <Shortcut key={action.id} action={action} />
                ))}
              </dl>
            </section>
          ))}
        </div>
      </section>
    </Dialog>
  )
}

function Shortcut({ action: { name, keys = [] } }: { readonly action: Action }) {
  return (
    <div className={styles.line}>
      <dt>{name}</dt>
      <dd className={styles.keys}>
        {keys.map((one, index) => (
          <span key={one} className={styles.way}>
            {index > 0 && <span className={styles.or}>or</span>}
            {one.split(' ').map((key) => (
              <Keys key={key} keys={key} />
            ))}
          </span>
        ))}
      </dd>
    </div>
  )
}
