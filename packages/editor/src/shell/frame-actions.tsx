import { ChartColumn, History, Keyboard, Radio, ScrollText, Search, SunMoon, Table2, Workflow, Zap } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { isMac } from '../design/keys.tsx'
import { loadSoon } from '../design/load-soon.ts'
import { type Action, useActions } from './actions.ts'
import styles from './frame.module.css'
import { listenForKeys } from './press-keys.ts'
import { chooseTheme, nextTheme } from './theme.ts'

const loadBar = () => import('./command-bar.tsx')
const loadSheet = () => import('./shortcut-sheet.tsx')
const CommandBar = lazy(() => loadBar().then(({ CommandBar }) => ({ default: CommandBar })))
const ShortcutSheet = lazy(() => loadSheet().then(({ ShortcutSheet }) => ({ default: ShortcutSheet })))

const places = [
  { to: '/workflows', keys: 'g w', name: 'Workflows', icon: Workflow },
  { to: '/executions', keys: 'g e', name: 'Executions', icon: History },
  { to: '/logs', keys: 'g l', name: 'Logs', icon: ScrollText },
  { to: '/logs/events', keys: 'g v', name: 'Events', icon: Radio },
  { to: '/triggers', keys: 'g t', name: 'Triggers', icon: Zap },
  { to: '/tables', keys: 'g d', name: 'Tables', icon: Table2 },
  { to: '/statistics', keys: 'g s', name: 'Statistics', icon: ChartColumn },
] as const

/** The way to everything by a few letters; it hears the keys of whatever page is shown, too. */
export function FrameActions() {
  const [open, setOpen] = useState<'bar' | 'sheet' | undefined>()
  const navigate = useNavigate()
  const close = () => setOpen(undefined)
  useEffect(() => listenForKeys(document), [])
  useEffect(() => loadSoon(() => Promise.all([loadBar(), loadSheet()])), [])
  const going = places.map(
    ({ to, keys, name, icon }): Action => ({ id: to, name, group: 'Go to', keys: [keys], icon, run: () => void navigate(to) }),
  )
  useActions([
    ...going,
    { id: 'bar', name: 'Find anything', group: 'Millrace', keys: ['Mod+K'], icon: Search, isOnlyKeys: true, run: () => setOpen('bar') },
    { id: 'sheet', name: 'Keyboard shortcuts', group: 'Millrace', keys: ['?'], icon: Keyboard, run: () => setOpen('sheet') },
    { id: 'theme', name: 'Light, dark, or as the system', group: 'Millrace', icon: SunMoon, run: () => chooseTheme(nextTheme()) },
  ])
  return (
    <>
      <button type="button" className={styles.place} onClick={() => setOpen('bar')} title={`Find anything (${isMac ? '⌘K' : 'Ctrl+K'})`}>
        <Search size={20} strokeWidth={1.75} aria-hidden />
        Find
      </button>
      <Suspense>
        {open === 'bar' && <CommandBar onClose={close} />}
        {open === 'sheet' && <ShortcutSheet onClose={close} />}
      </Suspense>
    </>
  )
}
