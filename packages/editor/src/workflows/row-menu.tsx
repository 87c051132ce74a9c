import { CopyPlus, Ellipsis, History, PencilLine, TextCursorInput, Trash2, Undo2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'
import { IconButton } from '../design/icon-button.tsx'
import { Menu } from '../design/menu.tsx'
import type { MenuEntry } from '../design/menu-entries.tsx'
import { EndDialog } from './end-dialog.tsx'
import { type ListedWorkflow, shownName } from './listed-workflow.ts'

const DuplicateDialog = lazy(() => import('./duplicate-dialog.tsx').then(({ DuplicateDialog }) => ({ default: DuplicateDialog })))
const RenameDialog = lazy(() => import('./rename-dialog.tsx').then(({ RenameDialog }) => ({ default: RenameDialog })))

/** What can be done with a workflow without opening it. */
export function RowMenu({ workflow }: { readonly workflow: ListedWorkflow }) {
  const [open, setOpen] = useState<'rename' | 'duplicate' | 'unpublish' | 'discard' | undefined>()
  const navigate = useNavigate()
  const { id, version, hasDraft } = workflow
  const ends: MenuEntry[] = []
  if (hasDraft || version === undefined) {
    ends.push({
      name: version === undefined ? 'Delete the draft' : 'Discard the draft',
      icon: Undo2,
      isDanger: true,
      run: () => setOpen('discard'),
    })
  }
  if (version !== undefined) ends.push({ name: 'Unpublish', icon: Trash2, isDanger: true, run: () => setOpen('unpublish') })
  return (
    <>
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label={`Actions of ${shownName(workflow)}`} side="left" />}
        entries={[
          { name: 'Open', icon: PencilLine, run: () => void navigate(`/workflows/${encodeURIComponent(id)}`) },
          { name: 'Executions', icon: History, run: () => void navigate(`/executions?workflow=${encodeURIComponent(id)}`) },
          { name: 'Rename …', icon: TextCursorInput, run: () => setOpen('rename') },
          { name: 'Duplicate …', icon: CopyPlus, run: () => setOpen('duplicate') },
          'line',
          ...ends,
        ]}
      />
      <Suspense>
        {open === 'duplicate' && <DuplicateDialog workflow={workflow} onClose={() => setOpen(undefined)} />}
        {open === 'rename' && <RenameDialog workflow={workflow} onClose={() => setOpen(undefined)} />}
      </Suspense>
      {(open === 'unpublish' || open === 'discard') && <EndDialog workflow={workflow} what={open} onClose={() => setOpen(undefined)} />}
    </>
  )
}
