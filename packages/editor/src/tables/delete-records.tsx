import { useMutation, useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { ConfirmDialog } from '../design/confirm-dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { showToast } from '../design/toast.ts'
import { leadingTo, leadsToWhere, leftBehind } from '../model/tables/left-behind.ts'
import { tablesKey, useTables } from './use-tables.ts'

/** One write holds everything else up while it lasts, and so does one question. */
const atOnce = 1_000

interface DeleteRecordsProps {
  readonly table: string
  readonly ids: readonly string[]
  onDone(): void
  onClose(): void
}

/**
 * Asks before records are gone. Those that somebody else has deleted meanwhile are what was wanted. There is no undo: what hears of the deletion has
 * acted by then, and records that are made anew would be new ones to whoever listens, in no relation any more.
 */
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
      <p>
        {ids.length === 1 ? 'It is' : 'They are'} gone for good: this cannot be taken back. Workflows that listen for deletions in {table}{' '}
        start.
      </p>
      {ids.length > atOnce ? (
        <p>Pointers that lead to them lead nowhere then, and they leave the relations that they are in.</p>
      ) : (
        // Read out once it is counted: the question has been by then.
        <div role="status">
          <Left {...{ table, ids }} />
        </div>
      )}
    </ConfirmDialog>
  )
}

/** What else changes by it: counted. */
function Left({ table, ids }: Pick<DeleteRecordsProps, 'table' | 'ids'>) {
  const tables = useTables()
  const leading = tables.items && leadingTo(tables.items, table)
  const counted = useQuery({
    queryKey: [...tablesKey, 'left-behind', table, ids],
    enabled: leading !== undefined,
    staleTime: 0,
    gcTime: 0,
    queryFn: ({ signal }) =>
      Promise.all(
        (leading ?? []).map(async (one) => {
          const body = { where: leadsToWhere(one, { table, ids }), limit: 1, count: true }
          const { count = 0 } = await call('POST /api/v1/tables/{table}/query', { params: { table: one.table }, body, signal })
          return { ...one, count }
        }),
      ),
  })
  const error = tables.error ?? counted.error
  if (error !== null) return <Failure error={error} />
  if (counted.data === undefined) return <Loading what="what leads there" />
  const told = leftBehind(counted.data, ids.length === 1 ? 'it' : 'them')
  return told.length === 0 ? <p>No other record leads there.</p> : told.map((sentence) => <p key={sentence}>{sentence}</p>)
}
