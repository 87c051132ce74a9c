import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { type ListedWorkflow, shownName } from './listed-workflow.ts'
import { NameFields } from './name-fields.tsx'
import { freeId, idFor, idMistake } from './new-workflow.ts'
import { useTakenIds } from './use-taken-ids.ts'
import { writeWorkflow } from './write-workflow.ts'

/** A copy under another name: a draft, which starts nothing before it is published. */
export function DuplicateDialog({ workflow, onClose }: { readonly workflow: Pick<ListedWorkflow, 'id' | 'name'>; onClose(): void }) {
  const taken = useTakenIds()
  const [name, setName] = useState(`${shownName(workflow)} (copy)`)
  const [ownId, setOwnId] = useState<string>()
  const id = ownId ?? freeId(idFor(name), taken)
  const navigate = useNavigate()
  const client = useQueryClient()
  const copy = useMutation({
    mutationFn: async () => {
      const { source } = await call('GET /api/v1/workflows/{id}/draft', { params: { id: workflow.id } })
      await writeWorkflow({ id, name, source })
    },
    onSuccess() {
      void client.invalidateQueries({ queryKey: ['workflows'] })
      onClose()
      void navigate(`/workflows/${id}`)
    },
  })
  return (
    <Dialog
      title={`Duplicate ${shownName(workflow)}`}
      text="The copy is a draft, which starts nothing before it is published. Where the one listens at an address, the copy gets another one."
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" isBusy={copy.isPending} disabled={idMistake(id, taken) !== undefined} onClick={() => copy.mutate()}>
            Duplicate
          </Button>
        </>
      }
    >
      <NameFields name={name} id={id} taken={taken} onName={setName} onId={setOwnId} />
      {copy.error !== null && <Failure error={copy.error} />}
    </Dialog>
  )
}
