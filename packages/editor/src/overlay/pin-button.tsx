import { SquareDashedMousePointer } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { IconButton } from '../design/icon-button.tsx'
import { loadSoon } from '../design/load-soon.ts'
import { useActions } from '../shell/actions.ts'

const loadPicker = () => import('./execution-picker.tsx')
const ExecutionPicker = lazy(() => loadPicker().then(({ ExecutionPicker }) => ({ default: ExecutionPicker })))

/** From editing to what ran: one of the executions of the workflow is pinned on the canvas. */
export function PinButton({ workflowId }: { readonly workflowId: string }) {
  const navigate = useNavigate()
  const [isOpen, setIsOpen] = useState(false)
  useEffect(() => loadSoon(loadPicker), [])
  const name = 'Pin an execution on the canvas'
  useActions([{ id: 'overlay.pin', name, group: 'Canvas', icon: SquareDashedMousePointer, run: () => setIsOpen(true) }])
  return (
    <>
      <IconButton icon={SquareDashedMousePointer} label={name} onClick={() => setIsOpen(true)} />
      <Suspense>
        {isOpen && (
          <ExecutionPicker
            title={name}
            text="You see what each node did, step by step. What you have edited stays as it is."
            workflowId={workflowId}
            isOpen
            onChoose={(id) => void navigate(`/workflows/${workflowId}?execution=${id}`)}
            onClose={() => setIsOpen(false)}
          />
        )}
      </Suspense>
    </>
  )
}
