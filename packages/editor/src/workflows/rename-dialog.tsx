import { edit } from '@millrace/engine'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { TextField } from '../design/text-field.tsx'
import { type ListedWorkflow, shownName } from './listed-workflow.ts'

interface RenameDialogProps {
  readonly workflow: Pick<ListedWorkflow, 'id' | 'name'>
  onClose(): void
}

/** Another name for people, in the draft; files, addresses and other workflows go on by the id. */
export function RenameDialog({ workflow: { id, name: before }, onClose }: RenameDialogProps) {
  const [name, setName] = useState(shownName({ id, ...(before !== undefined && { name: before }) }))
  const formId = useId()
  const client = useQueryClient()
  const rename = useMutation({
    mutationFn: () => writeName(id, name.trim()),
    onSuccess() {
      void client.invalidateQueries({ queryKey: ['workflows'] })
      onClose()
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (name.trim() !== '') rename.mutate()
  }
  return (
    <Dialog
      title={`Rename ${before ?? id}`}
      text={`The id stays ${id}. The new name is a change of the draft, until that is published.`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" type="submit" form={formId} isBusy={rename.isPending} disabled={name.trim() === ''}>
            Rename
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <TextField label="Name" value={name} onChange={setName} />
      </form>
      {rename.error !== null && <Failure error={rename.error} />}
    </Dialog>
  )
}

/** Throws `DRAFT_CHANGED` when somebody writes at the same moment. */
async function writeName(id: string, name: string): Promise<void> {
  const { source, revision, base } = await call('GET /api/v1/workflows/{id}/draft', { params: { id } })
  const edited = edit(source, { type: 'set', path: ['name'], value: name })
  if (!edited.ok) throw new Error(`The text of ${id} has a mistake, so it cannot be renamed: mend that first. ${edited.problem.message}`)
  await call('PUT /api/v1/workflows/{id}/draft', {
    params: { id },
    headers: { 'if-match': `"${revision}"` },
    body: { source: edited.source, ...(revision === 0 && base !== null && { base: base.version }) },
  })
}
