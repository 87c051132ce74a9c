import { useMutation, useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { refusalOf } from '../../api/refusal-of.ts'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Failure } from '../../design/failure.tsx'
import { TextArea } from '../../design/text-area.tsx'
import { showToast } from '../../design/toast.ts'
import { useEditor, useEditorStore } from '../editor-context.ts'
import { useProblems } from '../use-problems.ts'
import { clientName } from './client-name.ts'
import type { KeptDraft } from './keep-draft.ts'
import styles from './publish-dialog.module.css'

export interface PublishDialogProps {
  readonly kept: KeptDraft
  onClose(): void
}

/** Makes the draft the version that triggers use. */
export function PublishDialog({ kept, onClose }: PublishDialogProps) {
  const store = useEditorStore()
  const queries = useQueryClient()
  const [note, setNote] = useState('')
  const problems = useProblems()
  const mistakes = problems.filter(({ severity }) => severity === 'error')
  const warnings = problems.filter(({ severity }) => severity === 'warning')
  const { isBehind, newest } = useEditor((editor) => editor.draft)
  const publish = useMutation({
    async mutationFn() {
      await kept.flush()
      const { workflowId: id, draft } = store.getState()
      const body = { revision: draft.revision, client: clientName, overwrite: isBehind, ...(note.trim() !== '' && { note: note.trim() }) }
      return call('POST /api/v1/workflows/{id}/draft/publish', { params: { id }, body })
    },
    onSuccess({ version }) {
      store.getState().setDraft({ revision: 0, base: version, newest: version, isBehind: false })
      showToast({ kind: 'success', title: `Version ${version} is live` })
      onClose()
      return queries.invalidateQueries({ queryKey: ['workflows'] })
    },
  })
  const [first] = mistakes
  function jump() {
    onClose()
    if (first !== undefined) store.getState().show({ offset: first.position.offset, withFocus: true })
  }
  return (
    <Dialog
      title="Publish"
      text="Triggers use the new version from now on. Executions that run end on the one they began with."
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="main" isBusy={publish.isPending} disabled={first !== undefined} onClick={() => publish.mutate()}>
            {isBehind ? `Publish over version ${newest}` : 'Publish'}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (first === undefined) publish.mutate()
        }}
      >
        {first !== undefined && (
          <div className={styles.mistakes} role="alert">
            <p>
              {mistakes.length === 1 ? 'One mistake is' : `${mistakes.length} mistakes are`} to be mended first: {first.message}
            </p>
            <Button onClick={jump}>Go there</Button>
          </div>
        )}
        {isBehind && first === undefined && (
          <p className={styles.behind}>
            Version {newest} was published since this draft began. Look at what changed there before you go on.
          </p>
        )}
        {warnings.length > 0 && first === undefined && (
          <ul className={styles.warnings} aria-label="Warnings">
            {warnings.map(({ message, position }) => (
              <li key={`${position.offset} ${message}`}>
                <TriangleAlert size={16} aria-hidden />
                {message}
              </li>
            ))}
          </ul>
        )}
        <TextArea label="Note" help="What is new, for the list of versions." value={note} onChange={setNote} lines={3} />
        {publish.error !== null && <Failure error={refusalOf(publish.error)} />}
      </form>
    </Dialog>
  )
}
