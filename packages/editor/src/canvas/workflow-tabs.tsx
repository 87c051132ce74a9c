import { CopyPlus, TextCursorInput, X } from 'lucide-react'
import { lazy, type MouseEvent, Suspense, useEffect, useRef, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { ContextMenu } from '../design/context-menu.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { type OpenTab, tabAfterClosing, tabBeside, withoutTab } from '../model/open-tabs.ts'
import { useActions } from '../shell/actions.ts'
import { changeTabs, useTabs } from './kept-tabs.ts'
import styles from './workflow-tabs.module.css'

const DuplicateDialog = lazy(() =>
  import('../workflows/duplicate-dialog.tsx').then(({ DuplicateDialog }) => ({ default: DuplicateDialog })),
)
const RenameDialog = lazy(() => import('../workflows/rename-dialog.tsx').then(({ RenameDialog }) => ({ default: RenameDialog })))

/** The workflows that are open in this browser, above the canvas of the one that is shown; nothing while there is only that. */
export function WorkflowTabs({ current }: { readonly current: string }) {
  const tabs = useTabs()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<{ readonly type: 'rename' | 'duplicate'; readonly tab: OpenTab }>()
  const shown = useRef<HTMLLIElement>(null)
  const go = (id: string | undefined) => void navigate(id === undefined ? '/workflows' : addressOf(id))

  function close(id: string) {
    const next = tabAfterClosing(tabs, id)
    changeTabs((now) => withoutTab(now, id))
    if (id === current) go(next)
  }
  function closeOthers(tab: OpenTab) {
    changeTabs(() => [tab])
    go(tab.id)
  }
  function step(by: 1 | -1) {
    const next = tabBeside(tabs, current, by)
    if (next !== undefined) go(next)
  }
  useActions(
    tabs.length < 2
      ? []
      : [
          { id: 'tabs.next', name: 'Next open workflow', keys: ['Alt+PageDown'], group: 'Workflows', run: () => step(1) },
          { id: 'tabs.before', name: 'Open workflow before this', keys: ['Alt+PageUp'], group: 'Workflows', run: () => step(-1) },
          { id: 'tabs.close', name: 'Close this workflow', keys: ['Alt+Shift+W'], group: 'Workflows', run: () => close(current) },
        ],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tab is another one when `current` is.
  useEffect(() => {
    // What it answers is a promise in newer browsers, which an effect must not give back.
    void shown.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  if (tabs.length < 2) return null
  const closeDialog = () => setDialog(undefined)
  return (
    <nav className={styles.strip} aria-label="Open workflows">
      <ul className={styles.tabs}>
        {tabs.map((tab) => (
          <ContextMenu
            key={tab.id}
            entries={[
              { name: 'Rename …', icon: TextCursorInput, run: () => setDialog({ type: 'rename', tab }) },
              { name: 'Duplicate …', icon: CopyPlus, run: () => setDialog({ type: 'duplicate', tab }) },
              'line',
              { name: 'Close', icon: X, run: () => close(tab.id) },
              { name: 'Close the others', run: () => closeOthers(tab) },
            ]}
          >
            <li
              className={styles.tab}
              data-current={tab.id === current}
              {...(tab.id === current && { ref: shown })}
              onAuxClick={(event: MouseEvent) => {
                if (event.button !== 1) return
                event.preventDefault()
                close(tab.id)
              }}
            >
              <Link
                to={addressOf(tab.id)}
                className={styles.name ?? ''}
                aria-current={tab.id === current ? 'page' : undefined}
                title={tab.id}
              >
                {tab.name}
              </Link>
              <IconButton isSmall icon={X} label={`Close ${tab.name}`} onClick={() => close(tab.id)} />
            </li>
          </ContextMenu>
        ))}
      </ul>
      <Suspense>
        {dialog?.type === 'rename' && <RenameDialog workflow={dialog.tab} onClose={closeDialog} />}
        {dialog?.type === 'duplicate' && <DuplicateDialog workflow={dialog.tab} onClose={closeDialog} />}
      </Suspense>
    </nav>
  )
}

function addressOf(id: string): string {
  return `/workflows/${encodeURIComponent(id)}`
}
