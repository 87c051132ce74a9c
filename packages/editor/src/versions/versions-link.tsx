import { GitCompareArrows } from 'lucide-react'
import { useNavigate } from 'react-router'
import { IconButton } from '../design/icon-button.tsx'
import { useActions } from '../shell/actions.ts'

/** From the canvas to what was published of it. */
export function VersionsLink({ workflowId }: { readonly workflowId: string }) {
  const navigate = useNavigate()
  const open = () => navigate(`/workflows/${workflowId}/versions`)
  useActions([{ id: 'versions', name: 'Compare versions', group: 'Canvas', icon: GitCompareArrows, run: open }])
  return <IconButton icon={GitCompareArrows} label="Versions" onClick={open} />
}
