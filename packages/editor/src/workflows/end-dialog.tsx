import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { ConfirmDialog } from '../design/confirm-dialog.tsx'
import { showToast } from '../design/toast.ts'
import { type ListedWorkflow, shownName } from './listed-workflow.ts'

interface EndDialogProps {
  readonly workflow: ListedWorkflow
  readonly what: 'unpublish' | 'discard'
  onClose(): void
}

/** Asks before a workflow stops, or before what was edited is gone. */
export function EndDialog({ workflow, what, onClose }: EndDialogProps) {
  const { id, version } = workflow
  const name = shownName(workflow)
  const client = useQueryClient()
  const end = useMutation({
    mutationFn: async () => {
      if (what === 'unpublish') await call('DELETE /api/v1/workflows/{id}', { params: { id } })
      else await call('DELETE /api/v1/workflows/{id}/draft', { params: { id } })
    },
    onSuccess() {
      void client.invalidateQueries({ queryKey: ['workflows'] })
      showToast({ kind: 'success', title: what === 'unpublish' ? `${name} is unpublished` : `The draft of ${name} is gone` })
      onClose()
    },
  })
  const words = what === 'unpublish' ? unpublishing : version === undefined ? deleting : discarding
  return (
    <ConfirmDialog
      title={words.title(name)}
      action={words.action}
      isOpen
      isBusy={end.isPending}
      error={end.error}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      {words.text}
    </ConfirmDialog>
  )
}

const unpublishing = {
  title: (name: string) => `Unpublish ${name}?`,
  action: 'Unpublish',
  text: 'Its triggers stop, and it starts no more. What runs goes on to its end; the history and all versions stay, and it can be published again.',
}
const discarding = {
  title: (name: string) => `Discard the draft of ${name}?`,
  action: 'Discard the draft',
  text: 'What was edited since the last version is gone. What is published stays as it is.',
}
const deleting = {
  title: (name: string) => `Delete ${name}?`,
  action: 'Delete the draft',
  text: 'It was never published: nothing of it is left then.',
}
