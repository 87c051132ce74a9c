import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Execution, Step } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { useTypes } from '../canvas/use-types.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { Segmented } from '../design/segmented.tsx'
import { showToast } from '../design/toast.ts'
import type { Canvas } from '../model/canvas.ts'
import { effectsAgain } from '../model/overlay/effects-again.ts'
import styles from './draft-dialog.module.css'

interface ReplayDialogProps {
  readonly execution: Execution
  /** The step from which it is run again. */
  readonly step: Step
  readonly canvas: Canvas
  readonly isOpen: boolean
  onClose(): void
}

type Version = 'same' | 'newest' | 'draft'

/** Runs an execution again from a step, on what ran, what is published, or what is being edited; the new one is pinned in its place. */
export function ReplayDialog({ execution: { id, workflowId, workflowVersion, steps }, step, canvas, isOpen, onClose }: ReplayDialogProps) {
  const navigate = useNavigate()
  const types = useTypes()
  const [version, setVersion] = useState<Version>('same')
  const askDraft = () => call('GET /api/v1/workflows/{id}/draft', { params: { id: workflowId } })
  const draft = useQuery({ queryKey: ['draft-to-replay', workflowId], queryFn: askDraft, enabled: isOpen })
  const isEdited = (draft.data?.revision ?? 0) > 0
  const replay = useMutation({
    mutationFn: async () => {
      // Asked again: it may have been edited in another tab since the dialog was opened.
      const which = version === 'same' ? {} : version === 'newest' ? { version } : { workflow: (await askDraft()).source }
      return call('POST /api/v1/executions/{id}/replay', { params: { id }, body: { from: step.step, ...which } })
    },
    onSuccess(started) {
      if (!('kept' in started)) return
      const { executionId, kept, warnings } = started
      const text = [kept === 1 ? '1 step was taken over.' : `${kept} steps were taken over.`, ...warnings].join(' ')
      const compare = { name: 'Compare the two', run: () => void navigate(`/workflows/${workflowId}?execution=${executionId}&with=${id}`) }
      showToast({ kind: warnings.length > 0 ? 'info' : 'success', title: 'The new execution is pinned', text, action: compare })
      onClose()
      void navigate(`/workflows/${workflowId}?execution=${executionId}`)
    },
  })
  const effects = effectsAgain(canvas, steps, step.node, types.data)
  return (
    <Dialog
      title={`Replay from ${step.step}`}
      text="A new execution takes over what is recorded of the steps before it. This one and all that follows from it are run again; this execution stays as it is."
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Stay here</Button>
          <Button look="main" isBusy={replay.isPending} onClick={() => replay.mutate()}>
            Replay
          </Button>
        </>
      }
    >
      <dl className={styles.outcome}>
        <dt>On</dt>
        <dd>
          <Segmented
            label="Which version runs"
            choices={[
              { value: 'same', name: `Version ${workflowVersion}, which ran` },
              { value: 'newest', name: 'The newest version' },
              ...(isEdited ? [{ value: 'draft', name: 'The draft' } as const] : []),
            ]}
            value={version}
            onChange={(next) => {
              setVersion(next)
              replay.reset()
            }}
          />
          {version === 'draft' && <p>As it is edited now. It is kept for this execution and not published.</p>}
        </dd>
        <dt>Effects</dt>
        <dd>
          {effects.length === 0 ? (
            'Nothing that ran from here on changes anything outside.'
          ) : (
            <>
              These change something outside, and would do so once more, each with a new idempotency key:
              <ul>
                {effects.map(({ node, type, runs }) => (
                  <li key={node}>
                    <code>{node}</code>: {type}
                    {runs > 1 && `, ran ${runs} times`}
                  </li>
                ))}
              </ul>
            </>
          )}
        </dd>
      </dl>
      {(replay.error ?? draft.error) !== null && <Failure error={replay.error ?? draft.error} />}
    </Dialog>
  )
}
