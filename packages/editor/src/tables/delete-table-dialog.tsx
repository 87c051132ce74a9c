import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { TextField } from '../design/text-field.tsx'
import { showToast } from '../design/toast.ts'
import type { TableDialogProps } from './table-dialog-props.ts'
import { tablesKey } from './use-tables.ts'

/** A table is gone with all its records, so its name has to be typed. */
export function DeleteTableDialog({ table: { name, count }, onClose }: TableDialogProps) {
  const [typed, setTyped] = useState('')
  const navigate = useNavigate()
  const client = useQueryClient()
  const formId = useId()
  const remove = useMutation({
    mutationFn: () => call('DELETE /api/v1/tables/{table}', { params: { table: name } }),
    onSuccess(deleted) {
      showToast({ kind: 'success', title: `${name} is deleted`, text: `It had ${deleted.count.toLocaleString()} records.` })
      void navigate('/tables')
      void client.invalidateQueries({ queryKey: [...tablesKey, 'list'] })
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (typed === name) remove.mutate()
  }
  return (
    <Dialog
      title={`Delete ${name}?`}
      size="small"
      isOpen
      onClose={onClose}
      text={`Its ${count.toLocaleString()} records are gone for good. Workflows that name it fail, or make it anew.`}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" type="submit" form={formId} disabled={typed !== name} isBusy={remove.isPending}>
            Delete the table
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <TextField label={`Type ${name} to delete it`} isCode value={typed} onChange={setTyped} />
      </form>
      {remove.error !== null && <Failure error={remove.error} />}
    </Dialog>
  )
}
