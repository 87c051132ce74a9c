import { useMutation } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { ConfirmDialog } from '../design/confirm-dialog.tsx'
import { Failure } from '../design/failure.tsx'

interface OpenAsDraftProps {
  readonly workflowId: string
  readonly version: number
  readonly source: string
  /** Of the draft that there is; 0 for none. */
  readonly revision: number
}

/** Goes on editing from the text of a version. A draft with changes of its own is only replaced when asked for. */
export function OpenAsDraft({ workflowId: id, version, source, revision }: OpenAsDraftProps) {
  const navigate = useNavigate()
  const [isAsking, setIsAsking] = useState(false)
  const open = useMutation({
    mutationFn: () =>
      call('PUT /api/v1/workflows/{id}/draft', {
        params: { id },
        headers: { 'if-match': `"${revision}"` },
        body: { source },
      }),
    onSuccess: () => navigate(`/workflows/${id}`),
  })
  return (
    <>
      <Button icon={Pencil} isBusy={open.isPending} onClick={() => (revision > 0 ? setIsAsking(true) : open.mutate())}>
        Open as draft
      </Button>
      {open.error !== null && !isAsking && <Failure error={open.error} />}
      <ConfirmDialog
        title="Replace the draft?"
        action="Replace it"
        isOpen={isAsking}
        isBusy={open.isPending}
        error={open.error}
        onConfirm={() => open.mutate()}
        onClose={() => setIsAsking(false)}
      >
        The draft has changes that nobody has published. They are replaced by the text of version {version}.
      </ConfirmDialog>
    </>
  )
}
