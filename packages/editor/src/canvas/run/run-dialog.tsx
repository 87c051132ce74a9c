import { isJsonObject, type Json, type JsonObject } from '@millrace/engine'
import { useMutation } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Failure } from '../../design/failure.tsx'
import { Select } from '../../design/select.tsx'
import { TextArea } from '../../design/text-area.tsx'
import { givenInputs, inputFields, missingInputs } from '../../model/form/inputs-form.ts'
import { useEditor } from '../editor-context.ts'
import { InputsForm } from './inputs-form.tsx'
import { type KeptSample, keepSample, keptSample } from './run-sample.ts'
import type { RunRequest } from './use-test-run.ts'

export interface RunDialogProps {
  onRun(request: RunRequest): Promise<void>
  onClose(): void
}

/** Tries the draft out: as which trigger, with what. What was tried last is offered again. */
export function RunDialog({ onRun, onClose }: RunDialogProps) {
  const workflowId = useEditor((editor) => editor.workflowId)
  const value = useEditor((editor) => editor.text.value)
  const triggers = isJsonObject(value.triggers) ? Object.keys(value.triggers) : []
  const [sample, setSample] = useState<KeptSample>(() => keptSample(workflowId) ?? { trigger: triggers[0] ?? '', data: '{}', inputs: {} })
  const trigger = triggers.includes(sample.trigger) ? sample.trigger : triggers[0]
  const given = givenByTrigger(value, trigger)
  const fields = inputFields(value.inputs, given)
  const mistake = mistakeOf(sample.data)
  const missing = missingInputs(fields, sample.inputs)
  const run = useMutation({
    async mutationFn() {
      keepSample(workflowId, sample)
      await onRun({
        ...(trigger !== undefined && { trigger }),
        ...(trigger !== undefined && sample.data.trim() !== '' && { data: JSON.parse(sample.data) as Json }),
        ...(fields.length > 0 && { inputs: givenInputs(fields, sample.inputs) }),
      })
    },
    onSuccess: onClose,
  })
  return (
    <Dialog
      title="Run a test"
      text="Runs the draft as it stands now. What it does outside is really done; pinned outputs stand in for their nodes."
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="main"
            icon={Play}
            isBusy={run.isPending}
            disabled={mistake !== undefined || missing.length > 0}
            onClick={() => run.mutate()}
          >
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
          mistake={mistake}
        />
      )}
      {fields.length > 0 && <InputsForm fields={fields} values={sample.inputs} onChange={(inputs) => setSample({ ...sample, inputs })} />}
      {given.length > 0 && (
        <p>
          The trigger {trigger} gives {given.join(', ')}: leave them empty, or fill in something else.
        </p>
      )}
      {missing.length > 0 && <p role="status">Fill in {missing.join(', ')} to run it.</p>}
      {run.error !== null && <Failure error={run.error} />}
    </Dialog>
  )
}

/** The inputs that this trigger gives. */
function givenByTrigger({ triggers }: JsonObject, trigger: string | undefined): readonly string[] {
  const written = isJsonObject(triggers) && trigger !== undefined ? triggers[trigger] : undefined
  return isJsonObject(written) && isJsonObject(written.inputs) ? Object.keys(written.inputs) : []
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
