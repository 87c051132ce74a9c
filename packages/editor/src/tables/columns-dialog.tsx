import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useNavigate } from 'react-router'
import type { ColumnChange, TableChanged } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Checkbox } from '../design/checkbox.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { TextField } from '../design/text-field.tsx'
import { showToast } from '../design/toast.ts'
import { nameMistake } from '../model/tables/column.ts'
import { type ColumnDraft, columnChanges, draftMistakes, draftOf } from '../model/tables/column-drafts.ts'
import { ColumnFields } from './column-fields.tsx'
import { LossList } from './loss-list.tsx'
import styles from './new-table-dialog.module.css'
import type { TableDialogProps } from './table-dialog-props.ts'
import { tablesKey, useTables } from './use-tables.ts'

/** Changes columns, all at once or not at all. What values would be lost is shown and asked about first. */
export function ColumnsDialog({ table, onDone, onClose }: TableDialogProps) {
  const [drafts, setDrafts] = useState<readonly ColumnDraft[]>(() => table.columns.map(draftOf))
  const [name, setName] = useState(table.name)
  const [isLocked, setIsLocked] = useState(table.isLocked)
  const [isTried, setIsTried] = useState(false)
  const [losses, setLosses] = useState<TableChanged['losses']>([])
  const formId = useId()
  const navigate = useNavigate()
  const client = useQueryClient()
  const tables = useTables().items?.map((one) => one.name) ?? []
  const mistake = nameMistake(
    name,
    tables.filter((one) => one !== table.name),
  )
  const changes: readonly ColumnChange[] = [
    ...(columnChanges(drafts) as readonly ColumnChange[]), // As the API has them.
    ...(isLocked === table.isLocked ? [] : [{ type: isLocked ? 'lock' : 'unlock' } as const]),
    ...(name === table.name ? [] : [{ type: 'rename-table', to: name } as const]),
  ]
  const isRight = mistake === undefined && drafts.every((draft) => Object.keys(draftMistakes(draft, drafts)).length === 0)
  const save = useMutation({
    async mutationFn() {
      const ask = (body: { preview?: boolean; discard?: boolean }) =>
        call('POST /api/v1/tables/{table}/changes', { params: { table: table.name }, body: { changes, ...body } })
      if (losses.length > 0) return ask({ discard: true })
      const preview = await ask({ preview: true })
      return preview.losses.length > 0 ? preview : ask({})
    },
    onSuccess(changed) {
      if (losses.length === 0 && changed.losses.length > 0) return setLosses(changed.losses)
      showToast({ kind: 'success', title: `${changed.table.name} is changed` })
      void client.invalidateQueries({ queryKey: tablesKey })
      onClose()
      if (changed.table.name === table.name) onDone()
      else void navigate(`/tables/${encodeURIComponent(changed.table.name)}`)
    },
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (isRight && changes.length > 0) save.mutate()
  }
  /** Whatever is changed may lose something else. */
  function edit(next: readonly ColumnDraft[]) {
    setLosses([])
    setDrafts(next)
  }
  const isStuck = losses.some(({ isDiscardable }) => !isDiscardable)
  return (
    <Dialog
      title={`Columns of ${table.name}`}
      size="large"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look={losses.length > 0 ? 'danger' : 'main'}
            type="submit"
            form={formId}
            isBusy={save.isPending}
            disabled={changes.length === 0 || isStuck}
          >
            {losses.length > 0 ? 'Change, and lose these values' : 'Change'}
          </Button>
        </>
      }
    >
      {/* The focus is in no field: what somebody types without looking renames nothing. */}
      <form id={formId} className={styles.form} onSubmit={submit} tabIndex={-1} data-first aria-label="Columns">
        {losses.length > 0 && <LossList losses={losses} />}
        <TextField
          label="Name of the table"
          isCode
          value={name}
          mistake={mistake}
          help={name === table.name ? undefined : 'Workflows and programs that name it as before do not find it any more.'}
          onChange={setName}
        />
        <ColumnFields drafts={drafts} tables={tables} isTried={isTried} onChange={edit} />
        <Checkbox
          label="Locked"
          help="A field that has no column is refused; otherwise it becomes one."
          isChecked={isLocked}
          onChange={setIsLocked}
        />
        {save.error !== null && <Failure error={save.error} />}
      </form>
    </Dialog>
  )
}
