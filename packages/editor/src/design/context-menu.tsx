import { ContextMenu as Base } from '@base-ui/react/context-menu'
import type { ReactElement } from 'react'
import { MenuEntries, type MenuEntry } from './menu-entries.tsx'

interface ContextMenuProps {
  /** What it is opened on: right click, long touch, or the menu key. */
  readonly children: ReactElement
  readonly entries: readonly MenuEntry[]
}

/** What can be done with the thing under the pointer. */
export function ContextMenu({ children, entries }: ContextMenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <MenuEntries entries={entries} />
    </Base.Root>
  )
}
