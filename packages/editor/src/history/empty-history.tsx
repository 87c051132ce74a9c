import { isFinal } from '@millrace/engine'
import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { call } from '../api/call.ts'
import { ConfirmDialog } from '../design/confirm-dialog.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { showToast } from '../design/toast.ts'
import { type ExecutionFilter, isHalfTyped, toQuery } from './execution-filter.ts'

interface EmptyHistoryProps {
  readonly filter: ExecutionFilter
  onDone(): void
}

/** Deletes all that fit, loaded or not, page by page. Closing the question ends it with the page that is under way. */
export function EmptyHistory({ filter, onDone }: EmptyHistoryProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [deleted, setDeleted] = useState(0)
  // By what the query asks for: a filter that it leaves out must not look like a limit.
  const isLimited = Object.keys(toQuery(filter, 0)).length > 0
  const isUnclear = isHalfTyped(filter)
  const stop = useRef(new AbortController())
  const empty = useMutation({
    mutationFn: () => deleteAll(filter, setDeleted, stop.current.signal),
    onSuccess({ deleted, kept }) {
      showToast({
        kind: kept === 0 ? 'success' : 'info',
        title: `${deleted.toLocaleString()} deleted`,
        ...(kept > 0 && { text: `${kept.toLocaleString()} are kept: they still run, or are needed by one that does.` }),
      })
      setIsOpen(false)
    },
    onSettled: onDone,
  })

  function ask() {
    stop.current = new AbortController()
    setDeleted(0)
    empty.reset()
    setIsOpen(true)
  }
  function close() {
    stop.current.abort()
    setIsOpen(false)
  }

  return (
    <>
      <IconButton
        icon={Trash2}
        label={isUnclear ? 'Empty the history: first end or clear the filter that is half typed' : 'Empty the history'}
        disabled={isUnclear}
        onClick={ask}
      />
      <ConfirmDialog
        title={isLimited ? 'Delete all executions that fit the filters?' : 'Delete the whole history?'}
        action={isLimited ? 'Delete all that fit' : 'Delete everything'}
        isOpen={isOpen}
        isBusy={empty.isPending}
        error={empty.error}
        onConfirm={() => empty.mutate()}
        onClose={close}
      >
        Everything that they have recorded is gone for good. Those that still run are kept.
        {empty.isPending && <p role="status">{deleted.toLocaleString()} deleted so far …</p>}
      </ConfirmDialog>
    </>
  )
}

const atOnce = 200

/** What starts meanwhile stays. */
async function deleteAll(filter: ExecutionFilter, tell: (deleted: number) => void, signal: AbortSignal) {
  const now = Date.now()
  const query = { startedTo: new Date(now).toISOString(), ...toQuery(filter, now), limit: atOnce }
  const sum = { deleted: 0, kept: 0 }
  let cursor: string | undefined
  do {
    const page = await call('GET /api/v1/executions', { query: { ...query, ...(cursor !== undefined && { cursor }) } })
    const ended = page.items.filter(({ status }) => isFinal(status)).map(({ id }) => id)
    sum.kept += page.items.length - ended.length
    if (ended.length > 0) {
      const { deleted, kept } = await call('POST /api/v1/executions/delete', { body: { ids: ended } })
      sum.deleted += deleted
      sum.kept += kept.length
      tell(sum.deleted)
    }
    cursor = page.nextCursor
  } while (cursor !== undefined && !signal.aborted)
  return sum
}
