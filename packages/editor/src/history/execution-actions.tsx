import { isFinal } from '@millrace/engine'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import {
  Ban,
  Download,
  Ellipsis,
  GitCompare,
  type LucideIcon,
  Pause,
  Play,
  RotateCw,
  SquareDashedMousePointer,
  Trash2,
  Wrench,
} from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { Execution } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { ConfirmDialog } from '../design/confirm-dialog.tsx'
import { IconButton } from '../design/icon-button.tsx'
import { Menu } from '../design/menu.tsx'
import { saveFile } from '../design/save-file.ts'
import { showToast } from '../design/toast.ts'
import { useActions } from '../shell/actions.ts'
import { useBackTo } from './use-back-to.ts'
import { executionKey } from './use-execution.ts'
import { forgetExecution } from './use-executions.ts'

interface ExecutionActionsProps {
  readonly execution: Execution
  readonly selectedStep: string | undefined
}

type ControlName = 'pause' | 'resume' | 'cancel'
type Replay = { readonly from?: string; readonly version?: 'newest' }
interface Offer {
  readonly name: string
  readonly icon: LucideIcon
  readonly isBusy?: boolean
  readonly isDisabled?: boolean
  run(): void
}
type Question = 'cancel' | 'delete' | undefined

/** What can be done with it now; the others stay out of the way in the menu. */
export function ExecutionActions({ execution, selectedStep }: ExecutionActionsProps) {
  const { id, status, workflowId } = execution
  const [question, setQuestion] = useState<Question>()
  const client = useQueryClient()
  const navigate = useNavigate()
  const backTo = useBackTo()
  const refresh = () => client.invalidateQueries({ queryKey: executionKey(id) })
  const tell = (error: Error) => showToast({ kind: 'error', title: 'It could not be done', text: error.message })

  const control = useMutation({
    mutationFn: (name: ControlName): Promise<unknown> => call(`POST /api/v1/executions/{id}/${name}`, { params: { id }, body: {} }),
    onSuccess: () => {
      setQuestion(undefined)
      return refresh()
    },
    onError: tell,
  })
  const again = useMutation({
    mutationFn: (how: 'retry' | Replay) =>
      how === 'retry'
        ? call('POST /api/v1/executions/{id}/retry', { params: { id }, body: {} })
        : call('POST /api/v1/executions/{id}/replay', { params: { id }, body: how }),
    onSuccess({ executionId }, how) {
      const kept = how === 'retry' ? 'What succeeded is kept. ' : ''
      showToast({ kind: 'success', title: 'It runs again', text: `${kept}You see the new execution.` })
      void navigate(`/executions/${executionId}`)
    },
    onError: tell,
  })
  const remove = useMutation({
    mutationFn: () => call('DELETE /api/v1/executions/{id}', { params: { id } }),
    onSuccess() {
      forgetExecution(client, id)
      void navigate(backTo)
    },
  })
  // What somebody tried out says nothing of how the workflow does.
  const ofItsKind = execution.isTest === true ? {} : ({ test: 'false' } as const)
  const compare = useMutation({
    mutationFn: () =>
      call('GET /api/v1/executions', {
        query: { workflow: workflowId, status: 'success', startedTo: execution.startedAt, ...ofItsKind, limit: 1 },
      }),
    onSuccess({ items: [green] }) {
      if (green === undefined) showToast({ kind: 'info', title: 'There is no earlier success', text: 'Nothing to compare with yet.' })
      else void navigate(`/workflows/${workflowId}?execution=${id}&with=${green.id}`)
    },
    onError: tell,
  })

  const hasEnded = isFinal(status)
  const fromSelected = selectedStep === undefined ? {} : { from: selectedStep }
  const runAgain: Offer = { name: 'Run again', icon: RotateCw, isBusy: again.isPending, run: () => again.mutate({}) }
  const buttons: readonly Offer[] = hasEnded
    ? [status === 'success' ? runAgain : { ...runAgain, name: 'Retry', run: () => again.mutate('retry') }]
    : [
        status === 'paused'
          ? { name: 'Resume', icon: Play, isBusy: control.isPending, run: () => control.mutate('resume') }
          : { name: 'Pause', icon: Pause, isBusy: control.isPending && control.variables === 'pause', run: () => control.mutate('pause') },
        { name: 'Cancel', icon: Ban, run: () => setQuestion('cancel') },
      ]
  const entries: readonly Offer[] = [
    ...(hasEnded && status !== 'success' ? [runAgain] : []),
    {
      name: selectedStep === undefined ? 'Replay from a step: select one' : `Replay from ${selectedStep}`,
      icon: RotateCw,
      isDisabled: !hasEnded || selectedStep === undefined,
      run: () => again.mutate(fromSelected),
    },
    {
      name: selectedStep === undefined ? 'Run again on the newest version' : `Replay from ${selectedStep} on the newest version`,
      icon: Wrench,
      isDisabled: !hasEnded,
      run: () => again.mutate({ ...fromSelected, version: 'newest' }),
    },
    { name: 'Compare with the last success', icon: GitCompare, run: () => compare.mutate() },
    { name: 'Save as JSON', icon: Download, run: () => void saveExecution(id).catch(tell) },
  ]
  const deletion: Offer = { name: 'Delete', icon: Trash2, isDisabled: !hasEnded, run: () => setQuestion('delete') }
  const canvas: Offer = {
    name: 'Pin it on the canvas',
    icon: SquareDashedMousePointer,
    run: () => void navigate(`/workflows/${workflowId}?execution=${id}`),
  }
  useActions(
    [...buttons, canvas, ...entries, deletion]
      .filter(({ isDisabled }) => isDisabled !== true)
      .map(({ name, icon, run }) => ({ id: `execution ${name}`, name, group: 'Execution', icon, run })),
  )
  return (
    <>
      {buttons.map(({ name, icon, isBusy = false, run }) => (
        <Button key={name} icon={icon} isBusy={isBusy} onClick={run}>
          {name}
        </Button>
      ))}
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label="More actions" />}
        entries={[...entries, 'line', { ...deletion, isDanger: true }]}
      />
      <ConfirmDialog
        title="Cancel this execution?"
        action="Cancel it"
        isOpen={question === 'cancel'}
        isBusy={control.isPending}
        onConfirm={() => control.mutate('cancel')}
        onClose={() => setQuestion(undefined)}
      >
        Steps that are under way are stopped; what the workflow has for cleaning up still runs.
      </ConfirmDialog>
      <ConfirmDialog
        title="Delete this execution?"
        action="Delete it"
        isOpen={question === 'delete'}
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate()}
        onClose={() => setQuestion(undefined)}
      >
        Everything that it has recorded is gone for good.
      </ConfirmDialog>
    </>
  )
}

/** The whole of it, with large values. */
async function saveExecution(id: string): Promise<void> {
  const execution = await call('GET /api/v1/executions/{id}', { params: { id }, query: { full: 'true' } })
  saveFile(JSON.stringify(execution, undefined, 2), `execution-${id}.json`)
}
