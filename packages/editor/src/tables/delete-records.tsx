import { useMutation } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { ConfirmDialog } from '../design/confirm-dialog.tsx'
import { showToast } from '../design/toast.ts'

/** One write holds everything else up while it lasts. */
const atOnce = 1_000

interface DeleteRecordsProps {
  readonly table: string
  readonly ids: readonly string[]
  onDone(): void
  onClose(): void
}

/** Asks before records are gone. Those that somebody else has deleted meanwhile are what was wanted. */
export function DeleteRecords({ table, ids, onDone, onClose }: DeleteRecordsProps) {
  const what = ids.length === 1 ? '1 record' : `${ids.length.toLocaleString()} records`
  const remove = useMutation({
    async mutationFn() {
      for (let from = 0; from < ids.length; from += atOnce) {
        const where = { id: { containedIn: ids.slice(from, from + atOnce) } }
        await call('POST /api/v1/table-writes', { body: { operations: [{ type: 'delete-where', table, where }] } })
      }
    },
    onSuccess() {
      showToast({ kind: 'success', title: `${what} deleted` })
      onDone()
    },
  })
  return (
    <ConfirmDialog
      title={`Delete ${what} of ${table}?`}
      action={`Delete ${what}`}
      isOpen
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      They are gone for good. Pointers that lead to them lead nowhere then, and workflows that wait for deletions start.
    </ConfirmDialog>
  )
}
