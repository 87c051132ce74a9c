import type { JsonObject } from '@millrace/engine'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Execution } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { type KeptSample, keepSample } from '../canvas/run/run-sample.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { Loading } from '../design/loading.tsx'
import { executionKey } from '../history/use-execution.ts'
import type { Canvas } from '../model/canvas.ts'
import styles from './draft-dialog.module.css'
import { type PinsOfRun, pinsOf } from './pins-of.ts'

interface DraftDialogProps {
  readonly workflowId: string
  readonly executionId: string
  /** Of the workflow as it is now: what the draft is. */
  readonly canvas: Pick<Canvas, 'nodes'>
  readonly isOpen: boolean
  onDone(): void
  onClose(): void
}

/** The way from what ran back to editing: its outputs are pinned, so that a test run goes on from there. */
export function DraftDialog({ workflowId, executionId, canvas, isOpen, onDone, onClose }: DraftDialogProps) {
  const whole = useQuery({
    queryKey: [...executionKey(executionId), 'full'],
    queryFn: ({ signal }) => call('GET /api/v1/executions/{id}', { params: { id: executionId }, query: { full: 'true' }, signal }),
    enabled: isOpen,
  })
  const found = whole.data && pinsOf(whole.data, canvas)
  const count = Object.keys(found?.pins ?? {}).length
  const pin = useMutation({
    mutationFn: async () => {
      if (whole.data !== undefined) keepSample(workflowId, sampleOf(whole.data))
      if (count > 0) await call('PATCH /api/v1/workflows/{id}/pins', { params: { id: workflowId }, body: { ...found?.pins } })
    },
    onSuccess: onDone,
  })
  return (
    <Dialog
      title="Edit with the data of this execution"
      text="The editor opens with what this execution recorded: a test run starts with the same data and gives the recorded outputs in place of running the nodes, until you take the pins away."
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Stay here</Button>
          <Button look="main" isBusy={pin.isPending} disabled={found === undefined} onClick={() => pin.mutate()}>
            {count === 0 ? 'Open the editor' : `Pin ${count === 1 ? '1 output' : `${count} outputs`} and edit`}
          </Button>
        </>
      }
    >
      {whole.isPending && <Loading what="what was recorded" />}
      {(whole.error ?? pin.error) !== null && <Failure error={whole.error ?? pin.error} onRetry={() => void whole.refetch()} />}
      {found !== undefined && <Outcome found={found} hasSteps={whole.data?.steps.length !== 0} />}
    </Dialog>
  )
}

/** What the trigger received, for the next test run; of a webhook that is the body. */
function sampleOf({ trigger, triggerId, inputs }: Execution): KeptSample {
  const { data, type } = trigger ?? { data: {}, type: '' }
  const isCall = type === 'webhook' && typeof data === 'object' && data !== null && 'body' in data
  return { trigger: triggerId, data: textOf(isCall ? data.body : data), inputs: (inputs ?? {}) as JsonObject } // A map, as the API has it.
}

function textOf(value: unknown): string {
  return JSON.stringify(value ?? {}, null, 2)
}

function Outcome({ found: { pins, missing, left }, hasSteps }: { readonly found: PinsOfRun; readonly hasSteps: boolean }) {
  if (!hasSteps)
    return <p>No steps are recorded of it, so there is nothing to pin: the settings of the workflow, or of the instance, say so.</p>
  return (
    <dl className={styles.outcome}>
      <dt>Pinned</dt>
      <dd>{Object.keys(pins).join(', ') || 'nothing'}</dd>
      {left.length > 0 && (
        <>
          <dt>Run again</dt>
          <dd>
            <ul>
              {left.map(({ node, reason }) => (
                <li key={node}>
                  <code>{node}</code>: {reason}
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      {missing.length > 0 && (
        <>
          <dt>No longer there</dt>
          <dd>{missing.join(', ')}</dd>
        </>
      )}
    </dl>
  )
}
