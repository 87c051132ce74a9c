import type { Json } from '@millrace/engine'
import { useEffect, useMemo } from 'react'
import { call } from '../api/call.ts'
import { usePins } from '../api/use-pins.ts'
import { showToast } from '../design/toast.ts'
import { useEditor, useEditorStore } from './editor-context.ts'

/** Shows on the canvas which nodes have a pinned output; answers what pins the one in focus, or takes its pin away. */
export function usePinning(): () => void {
  const store = useEditorStore()
  const workflowId = useEditor((editor) => editor.workflowId)
  const { pins, pin } = usePins(workflowId)
  useEffect(() => store.getState().setPinned(new Set(Object.keys(pins))), [store, pins])

  return useMemo(
    () => () => {
      const { focused, selection, canvas, pinned } = store.getState()
      const key = focused ?? [...selection][0]
      const node = canvas.nodes.find((one) => one.key === key)
      if (node === undefined || node.kind === 'trigger') return
      if (pinned.has(node.id)) return pin(node.id, null)
      lastOutput(workflowId, node.id)
        .then((output) => (output === undefined ? tellNone(node.title) : pin(node.id, output)))
        .catch((error: Error) => showToast({ kind: 'error', title: 'It could not be pinned', text: error.message }))
    },
    [store, workflowId, pin],
  )
}

/** What the node gave in the last execution of the workflow. */
async function lastOutput(workflowId: string, nodeId: string): Promise<Json | undefined> {
  const { items } = await call('GET /api/v1/executions', { query: { workflow: workflowId, limit: 1 } })
  const [last] = items
  if (last === undefined) return undefined
  const { steps } = await call('GET /api/v1/executions/{id}', { params: { id: last.id }, query: { full: 'true' } })
  return steps.findLast(({ node, output }) => node === nodeId && output !== undefined)?.output as Json | undefined // Outputs are JSON.
}

function tellNone(title: string): void {
  showToast({
    kind: 'info',
    title: 'There is no output to pin',
    text: `${title} gave none in the last execution: run it, or open it and type one.`,
  })
}
