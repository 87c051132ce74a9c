import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Template } from '../api/api-schema.ts'
import { Button } from '../design/button.tsx'
import { Dialog } from '../design/dialog.tsx'
import { Failure } from '../design/failure.tsx'
import { Tabs } from '../design/tabs.tsx'
import styles from './create-dialog.module.css'
import { NameFields } from './name-fields.tsx'
import { blankSource, freeId, idFor, idMistake } from './new-workflow.ts'
import { PasteText } from './paste-text.tsx'
import { TemplateChoice } from './template-choice.tsx'
import { type ReadText, useReadText } from './use-read-text.ts'
import { useTakenIds } from './use-taken-ids.ts'
import { writeWorkflow } from './write-workflow.ts'

export type Beginning = 'blank' | 'template' | 'text'

interface CreateDialogProps {
  readonly begin: Beginning
  /** Of a file that was dropped. */
  readonly given?: string
  onClose(): void
}

/** A new workflow: from nothing, from an example, or from a text. It is a draft, which starts nothing before it is published. */
export function CreateDialog({ begin, given = '', onClose }: CreateDialogProps) {
  const [way, setWay] = useState(begin)
  const [template, setTemplate] = useState<Template>()
  const [text, setText] = useState(given)
  const [typed, setTyped] = useState<{ readonly name?: string; readonly id?: string }>({})
  const read = useReadText(text)
  const taken = useTakenIds()
  const formId = useId()

  const offered = offer({ way, template, read: read.data })
  const name = typed.name ?? offered?.name ?? ''
  const wanted = name === '' ? (offered?.id ?? 'workflow') : idFor(name)
  const id = typed.id ?? freeId(typed.name === undefined && offered?.id !== undefined ? offered.id : wanted, taken)
  const create = useCreate(onClose)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (offered === undefined || idMistake(id, taken) !== undefined) return
    create.mutate({ id, name, source: offered.source ?? blankSource(id, name) })
  }

  return (
    <Dialog
      title="New workflow"
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
            isBusy={create.isPending}
            disabled={offered === undefined || idMistake(id, taken) !== undefined}
          >
            Create
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit}>
        <div className={styles.ways}>
          <Tabs<Beginning>
            label="How to begin"
            value={way}
            onChange={setWay}
            tabs={[
              { id: 'blank', name: 'Blank', content: <Blank /> },
              { id: 'template', name: 'Template', content: <TemplateChoice chosen={template} onChoose={setTemplate} /> },
              { id: 'text', name: 'Paste or file', content: <PasteText text={text} read={read} onText={setText} /> },
            ]}
          />
        </div>
        <div className={styles.names}>
          <NameFields
            name={name}
            id={id}
            taken={taken}
            {...(way === 'text' && { placeholder: 'As in the text' })}
            onName={(next) => setTyped({ ...typed, name: next })}
            onId={(next) => setTyped({ ...typed, id: next })}
          />
        </div>
        {create.error !== null && <Failure error={create.error} />}
      </form>
    </Dialog>
  )
}

function Blank() {
  return (
    <p className={styles.blank}>
      One button and one step, to be drawn on. The canvas has a palette of all nodes (<kbd>Tab</kbd>), and the YAML beside it.
    </p>
  )
}

interface Offer {
  readonly name: string
  readonly id?: string
  /** Undefined for the blank one, which is written with its name. */
  readonly source?: string
}

interface Choice {
  readonly way: Beginning
  readonly template: Template | undefined
  readonly read: ReadText | undefined
}

/** What would be created; undefined while nothing is chosen. */
function offer({ way, template, read }: Choice): Offer | undefined {
  switch (way) {
    case 'blank':
      return { name: 'New workflow' }
    case 'template':
      return template && { name: template.name, source: template.source }
    case 'text':
      return read && { name: '', source: read.source, ...(read.id !== undefined && { id: read.id }) }
  }
}

function useCreate(onClose: () => void) {
  const navigate = useNavigate()
  const client = useQueryClient()
  return useMutation({
    mutationFn: writeWorkflow,
    onSuccess(_, { id }) {
      void client.invalidateQueries({ queryKey: ['workflows'] })
      onClose()
      void navigate(`/workflows/${id}`)
    },
  })
}
