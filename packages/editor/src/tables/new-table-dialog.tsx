import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useNavigate } from 'react-router'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { Checkbox } from '../design/checkbox.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { Tabs } from '../design/tabs.tsx'
import { TextField } from '../design/text-field.tsx'
import { nameMistake } from '../model/tables/column.ts'
import { type ColumnDraft, columnOf, draftMistakes, newDraft } from '../model/tables/column-drafts.ts'
import { tableNameOf } from '../model/tables/transfer-format.ts'
import { ColumnFields } from './column-fields.tsx'
import { ImportFields } from './import-fields.tsx'
import { importWords } from './import-words.ts'
import styles from './new-table-dialog.module.css'
import { useImport } from './use-import.ts'
import { tablesKey, useTables } from './use-tables.ts'

interface NewTableDialogProps {
  readonly way: 'columns' | 'file'
  onClose(): void
}

/** A table of columns that somebody names, or of a file that has them. */
export function NewTableDialog({ way: first, onClose }: NewTableDialogProps) {
  const [way, setWay] = useState(first)
  const [typed, setTyped] = useState<string>()
  const [drafts, setDrafts] = useState<readonly ColumnDraft[]>([newDraft('new 0')])
  const [isLocked, setIsLocked] = useState(false)
  const [isTried, setIsTried] = useState(false)
  const formId = useId()
  const taken = useTables().items?.map((table) => table.name) ?? []
  const reading = useImport((file) => typed ?? (tableNameOf(file.name) || 'imported'))
  const name = typed ?? (way === 'file' && reading.file !== undefined ? tableNameOf(reading.file.name) : '')
  const mistake = nameMistake(name, taken)
  const open = useOpenTable(onClose)
  const create = useMutation({
    mutationFn: () => call('POST /api/v1/tables', { body: { name, columns: drafts.map(columnOf), isLocked } }),
    onSuccess: () => open(name),
  })
  const written = drafts.filter((draft) => draft.name !== '' || draft !== drafts[0] || drafts.length > 1)
  const isRight = mistake === undefined && written.every((draft) => Object.keys(draftMistakes(draft, written)).length === 0)

  function submit(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (way === 'file') {
      if (mistake === undefined && reading.canImport) reading.run(name, () => open(name))
    } else if (isRight) create.mutate()
  }

  return (
    <Dialog
      title="New table"
      size="large"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="main"
            type="submit"
            form={formId}
            isBusy={create.isPending || reading.stage === 'importing'}
            disabled={way === 'file' && !reading.canImport}
          >
            {way === 'file' ? importWords(reading) : 'Create'}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit}>
        <TextField
          label="Name"
          isCode
          isRequired
          placeholder="customer"
          help={<>As workflows and the API say it.</>}
          value={name}
          mistake={isTried || name !== '' ? mistake : undefined}
          onChange={setTyped}
        />
        <Tabs
          label="How to begin"
          value={way}
          onChange={setWay}
          tabs={[
            {
              id: 'columns',
              name: 'Columns',
              content: (
                <div className={styles.way}>
                  <ColumnFields
                    drafts={drafts}
                    tables={[...taken, ...(mistake === undefined ? [name] : [])]}
                    isTried={isTried}
                    onChange={setDrafts}
                  />
                  <Checkbox
                    label="Locked"
                    help="A field that has no column is refused; otherwise it becomes one. Lock a table that takes what comes from outside."
                    isChecked={isLocked}
                    onChange={setIsLocked}
                  />
                </div>
              ),
            },
            {
              id: 'file',
              name: 'From a file',
              content: (
                <div className={styles.way}>
                  <ImportFields reading={reading} keys={[]} />
                </div>
              ),
            },
          ]}
        />
        {create.error !== null && <Failure error={create.error} />}
      </form>
    </Dialog>
  )
}

function useOpenTable(onClose: () => void) {
  const navigate = useNavigate()
  const client = useQueryClient()
  return (name: string) => {
    void client.invalidateQueries({ queryKey: tablesKey })
    onClose()
    void navigate(`/tables/${encodeURIComponent(name)}`)
  }
}
