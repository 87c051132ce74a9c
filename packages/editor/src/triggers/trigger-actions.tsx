import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Eye, Pause, Play } from 'lucide-react'
import { useNavigate } from 'react-router'
import { call } from '../api/call.ts'
import { Button } from '../design/button.tsx'
import { showToast } from '../design/toast.ts'
import { type ShownTrigger, triggersKey } from './use-triggers.ts'

/** Types that wait for somebody else: they are started by a call, a message or an event, not from here. */
const called = ['webhook', 'form', 'chat', 'function', 'error']

/** Pause and resume of what goes by itself, and a start by hand. */
export function TriggerActions({ trigger }: { readonly trigger: ShownTrigger }) {
  const { isPaused, isEnabled, type } = trigger
  const client = useQueryClient()
  const navigate = useNavigate()
  const fail = (error: Error) => showToast({ kind: 'error', title: 'That did not work', text: error.message })
  const turn = useMutation({
    mutationFn: () => (isPaused === true ? resume(trigger) : pause(trigger)),
    onSettled: () => client.invalidateQueries({ queryKey: triggersKey }),
    onError: fail,
  })
  const fire = useMutation({
    mutationFn: () => fireNow(trigger),
    onSuccess(executionId) {
      void client.invalidateQueries({ queryKey: triggersKey })
      if (executionId === undefined) showToast({ kind: 'info', title: 'It looks for what is new' })
      else {
        const action = { name: 'Look at it', run: () => void navigate(`/executions/${executionId}`) }
        showToast({ kind: 'success', title: `${trigger.workflowName} was started`, action })
      }
    },
    onError: fail,
  })
  if (!isEnabled) return null
  return (
    <>
      {isPaused !== undefined && (
        <Button icon={isPaused ? Play : Pause} isBusy={turn.isPending} onClick={() => turn.mutate()}>
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
      )}
      {!called.includes(type) && (
        <Button icon={isPoll(trigger) ? Eye : Play} isBusy={fire.isPending} onClick={() => fire.mutate()}>
          {isPoll(trigger) ? 'Look now' : 'Run now'}
        </Button>
      )}
    </>
  )
}

/** Whatever can be paused and is no schedule looks for what is new. */
function isPoll({ type, isPaused }: ShownTrigger): boolean {
  return isPaused !== undefined && type !== 'schedule'
}

function placeOf({ workflowId, triggerId }: ShownTrigger) {
  return { params: { workflow: workflowId, trigger: triggerId } }
}

async function pause(trigger: ShownTrigger): Promise<void> {
  if (isPoll(trigger)) await call('POST /api/v1/polls/{workflow}/{trigger}/pause', placeOf(trigger))
  else await call('POST /api/v1/schedules/{workflow}/{trigger}/pause', placeOf(trigger))
}

async function resume(trigger: ShownTrigger): Promise<void> {
  if (isPoll(trigger)) await call('POST /api/v1/polls/{workflow}/{trigger}/resume', placeOf(trigger))
  else await call('POST /api/v1/schedules/{workflow}/{trigger}/resume', placeOf(trigger))
}

/** The execution that it has started; a look may start none. */
async function fireNow(trigger: ShownTrigger): Promise<string | undefined> {
  if (isPoll(trigger)) {
    await call('POST /api/v1/polls/{workflow}/{trigger}/look', placeOf(trigger))
    return undefined
  }
  if (trigger.type === 'schedule') return (await call('POST /api/v1/schedules/{workflow}/{trigger}/run', placeOf(trigger))).executionId
  const body = { trigger: trigger.triggerId }
  return (await call('POST /api/v1/workflows/{id}/run', { params: { id: trigger.workflowId }, body })).executionId
}
