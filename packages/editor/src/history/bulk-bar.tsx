import { useMutation } from '@tanstack/react-query'
import { Ban, Pause, Play, RotateCw, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { ConfirmDialog } from '../design/confirm-dialog.tsx'
import { showToast } from '../design/toast.ts'
import styles from './bulk-bar.module.css'

const actions = [
  { action: 'retry', name: 'Retry', done: 'retried', icon: RotateCw },
  { action: 'pause', name: 'Pause', done: 'paused', icon: Pause },
  { action: 'resume', name: 'Resume', done: 'resumed', icon: Play },
  { action: 'cancel', name: 'Cancel', done: 'canceled', icon: Ban },
] as const

/** As many as one request takes. */
const mostIds = 10_000
const mostDeleted = 1_000

interface BulkBarProps {
  readonly ids: ReadonlySet<string>
  readonly onDone: () => void
  readonly onClear: () => void
}

/** What can be done to all that are selected. To which it cannot be done, the answer says and why. */
export function BulkBar({ ids, onDone, onClear }: BulkBarProps) {
  const [isAsking, setIsAsking] = useState(false)
  const control = useMutation({
    mutationFn: ({ action }: (typeof actions)[number]) =>
      inPieces([...ids], mostIds, (piece) => call('POST /api/v1/executions/bulk', { body: { action, ids: piece } })),
    onSuccess(outcomes, { done }) {
      const count = outcomes.reduce((sum, one) => sum + one.done, 0)
      const refusal = outcomes.flatMap(({ refusals }) => refusals)[0]
      const refused = outcomes.reduce((sum, one) => sum + one.refused, 0)
      showToast({
        kind: refused === 0 ? 'success' : 'warning',
        title: `${count} ${done}`,
        ...(refusal !== undefined && { text: `${refused} could not be: ${refusal.message}` }),
      })
      onClear()
      onDone()
    },
    onError: (error) => showToast({ kind: 'error', title: 'It could not be done', text: error.message }),
  })
  const remove = useMutation({
    mutationFn: () => inPieces([...ids], mostDeleted, (piece) => call('POST /api/v1/executions/delete', { body: { ids: piece } })),
    onSuccess(outcomes) {
      const deleted = outcomes.reduce((sum, one) => sum + one.deleted, 0)
      const kept = outcomes.reduce((sum, one) => sum + one.kept.length, 0)
      showToast({
        kind: kept === 0 ? 'success' : 'warning',
        title: `${deleted} deleted`,
        ...(kept > 0 && { text: `${kept} are kept: they still run, or are needed by one that does.` }),
      })
      setIsAsking(false)
      onClear()
      onDone()
    },
  })

  const isBusy = control.isPending || remove.isPending
  return (
    <section className={styles.bar} aria-label="Actions for what is selected">
      <strong>{ids.size} selected</strong>
      {actions.map((one) => (
        <Button
          key={one.action}
          icon={one.icon}
          disabled={isBusy}
          isBusy={control.isPending && control.variables.action === one.action}
          onClick={() => control.mutate(one)}
        >
          {one.name}
        </Button>
      ))}
      <Button look="danger" icon={Trash2} disabled={isBusy} onClick={() => setIsAsking(true)}>
        Delete
      </Button>
      <Button look="quiet" icon={X} onClick={onClear}>
        Select none
      </Button>
      <ConfirmDialog
        title={`Delete ${countText(ids.size)}?`}
        action={`Delete ${countText(ids.size)}`}
        isOpen={isAsking}
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => setIsAsking(false)}
      >
        Everything that they have recorded is gone for good. Those that still run are kept.
      </ConfirmDialog>
    </section>
  )
}

function countText(count: number): string {
  return count === 1 ? '1 execution' : `${count} executions`
}

async function inPieces<T>(ids: readonly string[], most: number, ask: (piece: readonly string[]) => Promise<T>): Promise<readonly T[]> {
  const answers: T[] = []
  for (let from = 0; from < ids.length; from += most) answers.push(await ask(ids.slice(from, from + most)))
  return answers
}
