import { isJsonObject, type Json } from '@millrace/engine'
import { useMutation } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { Select } from '../design/select.tsx'
import { TextArea } from '../design/text-area.tsx'
import { useEditor } from './editor-context.ts'
import { type KeptSample, keepSample, keptSample, sampleInputs } from './run-sample.ts'
import type { RunRequest } from './use-test-run.ts'

interface RunDialogProps {
  onRun(request: RunRequest): Promise<void>
  onClose(): void
}

/** Tries the draft out: as which trigger, with what. What was tried last is offered again. */
export function RunDialog({ onRun, onClose }: RunDialogProps) {
  const workflowId = useEditor((editor) => editor.workflowId)
  const value = useEditor((editor) => editor.text.value)
  const triggers = isJsonObject(value.triggers) ? Object.keys(value.triggers) : []
  const inputs = sampleInputs(value.inputs)
  const [sample, setSample] = useState<KeptSample>(() => keptSample(workflowId) ?? { trigger: triggers[0] ?? '', data: '{}', inputs })
  const mistakes = { data: mistakeOf(sample.data), inputs: mistakeOf(sample.inputs) }
  const hasInputs = inputs !== '{}'
  const trigger = triggers.includes(sample.trigger) ? sample.trigger : triggers[0]
  const run = useMutation({
    async mutationFn() {
      keepSample(workflowId, sample)
      await onRun({
        ...(trigger !== undefined && { trigger }),
        ...(trigger !== undefined && sample.data.trim() !== '' && { data: JSON.parse(sample.data) as Json }),
        ...(hasInputs && { inputs: JSON.parse(sample.inputs) as Record<string, Json> }), // Checked above.
      })
    },
    onSuccess: onClose,
  })
  const isWrong = mistakes.data !== undefined || (hasInputs && mistakes.inputs !== undefined)
  return (
    <Dialog
      title="Run a test"
      text="Runs the draft as it stands now. What it does outside is really done; pinned outputs stand in for their nodes."
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" icon={Play} isBusy={run.isPending} disabled={isWrong} onClick={() => run.mutate()}>
            Run
          </Button>
        </>
      }
    >
      {triggers.length > 1 && (
        <Select
          label="As if started by"
          value={trigger ?? ''}
          onChange={(next) => setSample({ ...sample, trigger: next })}
          options={triggers.map((id) => ({ value: id, label: id }))}
        />
      )}
      {trigger !== undefined && (
        <TextArea
          label={`What ${trigger} receives`}
          help="JSON: of a webhook, the body."
          isCode
          lines={8}
          value={sample.data}
          onChange={(data) => setSample({ ...sample, data })}
          mistake={mistakes.data}
        />
      )}
      {hasInputs && (
        <TextArea
          label="Inputs"
          help="JSON, by name."
          isCode
          lines={6}
          value={sample.inputs}
          onChange={(next) => setSample({ ...sample, inputs: next })}
          mistake={mistakes.inputs}
        />
      )}
      {run.error !== null && <Failure error={run.error} />}
    </Dialog>
  )
}

function mistakeOf(text: string): string | undefined {
  if (text.trim() === '') return undefined
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}
