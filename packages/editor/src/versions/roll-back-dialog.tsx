import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, call } from '../api/call.ts'
import { refusalOf } from '../api/refusal-of.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { TextArea } from '../design/text-area.tsx'
import { showToast } from '../design/toast.ts'

interface RollBackDialogProps {
  readonly workflowId: string
  /** Whose text becomes the newest version again. */
  readonly version: number
  /** There is a draft with changes, which stays. */
  readonly hasDraft: boolean
  readonly isOpen: boolean
  onClose(): void
  /** With the number of the new version. */
  onDone(version: number): void
}

/** Publishes an older text again. */
export function RollBackDialog({ workflowId: id, version, hasDraft, isOpen, onClose, onDone }: RollBackDialogProps) {
  const queries = useQueryClient()
  const [note, setNote] = useState('')
  const rollBack = useMutation({
    mutationFn: (overwrite: boolean) => {
      const text = note.trim() || `Back to version ${version}`
      return call('POST /api/v1/workflows/{id}/roll-back', { params: { id }, body: { version, note: text, overwrite } })
    },
    onSuccess(published) {
      showToast({ kind: 'success', title: `Version ${published.version} is live`, text: `It says what version ${version} says.` })
      setNote('')
      onClose()
      onDone(published.version)
      void queries.invalidateQueries({ queryKey: ['versions', id] })
      return queries.invalidateQueries({ queryKey: ['workflows'] })
    },
  })
  // A file with mistakes, or one that somebody has changed, is only written over when asked for.
  const isInTheWay = rollBack.error instanceof ApiError && rollBack.error.status === 409
  const go = () => rollBack.mutate(isInTheWay)
  return (
    <Dialog
      title={`Roll back to version ${version}`}
      text={`Its text is published again, as a new version: triggers use it from now on, and the versions between stay in the list.${hasDraft ? ' The draft stays as it is.' : ''}`}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" isBusy={rollBack.isPending} onClick={go}>
            {isInTheWay ? 'Roll back all the same' : 'Roll back'}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          go()
        }}
      >
        <TextArea
          label="Note"
          help="Why, for the list of versions."
          placeholder={`Back to version ${version}`}
          value={note}
          onChange={setNote}
          lines={3}
        />
        {rollBack.error !== null && <Failure error={refusalOf(rollBack.error)} />}
      </form>
    </Dialog>
  )
}
