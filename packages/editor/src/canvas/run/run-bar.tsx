import { isFinal } from '@millrace/engine'
import { Square, X } from 'lucide-react'
import { useEffect } from 'react'
import { Link } from 'react-router'
import { call } from '../../api/call.ts'
import { Button } from '../../design/button.tsx'
import { IconButton } from '../../design/icon-button.tsx'
import { StatusMark } from '../../design/status-mark.tsx'
import { showToast } from '../../design/toast.ts'
import { useExecution } from '../../history/use-execution.ts'
import { overlayOf } from '../../model/overlay/overlay.ts'
import { readRun } from '../../model/overlay/run.ts'
import { useEditor, useEditorStore } from '../editor-context.ts'
import styles from './run-bar.module.css'

export interface RunBarProps {
  readonly executionId: string
  onClose(): void
}

/** A test run while the canvas shows it: its steps light up there, and here is how it does. */
export function RunBar({ executionId, onClose }: RunBarProps) {
  const store = useEditorStore()
  const canvas = useEditor((editor) => editor.canvas)
  const workflowId = useEditor((editor) => editor.workflowId)
  const execution = useExecution(executionId).data
  useEffect(() => {
    if (execution !== undefined) store.getState().setOverlay(overlayOf(canvas, readRun(execution, Date.now())))
  }, [execution, canvas, store])
  useEffect(() => () => store.getState().setOverlay(undefined), [store])

  const status = execution?.status ?? 'queued'
  function stop() {
    call('POST /api/v1/executions/{id}/cancel', { params: { id: executionId }, body: { reason: 'Stopped in the editor.' } }).catch(
      (error: Error) => showToast({ kind: 'error', title: 'Could not stop it', text: error.message }),
    )
  }
  return (
    <section className={styles.bar} aria-label="Test run" aria-live="polite">
      <strong>Test run</strong>
      <StatusMark status={status} />
      <span className={styles.error}>{execution?.error?.message}</span>
      {!isFinal(status) && (
        <Button icon={Square} onClick={stop}>
          Stop
        </Button>
      )}
      <Link to={`/workflows/${workflowId}?execution=${executionId}`}>Go through it</Link>
      <Link to={`/executions/${executionId}`}>Open the execution</Link>
      <IconButton icon={X} label="Take it off the canvas" isSmall onClick={onClose} />
    </section>
  )
}
