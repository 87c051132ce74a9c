import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { showToast } from '../design/toast.ts'
import { ImportFields } from './import-fields.tsx'
import { importWords } from './import-words.ts'
import type { TableDialogProps } from './table-dialog-props.ts'
import { useImport } from './use-import.ts'

/** Records of a file into a table that is there. */
export function ImportDialog({ table: { name, columns }, onDone, onClose }: TableDialogProps) {
  const reading = useImport(() => name)
  const keys = ['id', ...columns.filter(({ unique }) => unique === true).map((column) => column.name)]
  function run() {
    reading.run(name, ({ created, updated, wrong }) => {
      const parts = [`${created.toLocaleString()} new`, `${updated.toLocaleString()} updated`, ...(wrong > 0 ? [`${wrong} left out`] : [])]
      showToast({ kind: 'success', title: `Imported into ${name}`, text: parts.join(', ') })
      onDone()
      onClose()
    })
  }
  return (
    <Dialog
      title={`Import into ${name}`}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" isBusy={reading.stage === 'importing'} disabled={!reading.canImport} onClick={run}>
            {importWords(reading)}
          </Button>
        </>
      }
    >
      <ImportFields reading={reading} keys={keys} />
    </Dialog>
  )
}
