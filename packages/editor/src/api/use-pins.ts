import type { Json, JsonObject } from '@millrace/engine'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { showToast } from '../design/toast.ts'
import { call } from './call.ts'
import { live } from './live-link.ts'

export interface Pins {
  /** Outputs by the id of the node. */
  readonly pins: JsonObject
  /** Null takes the pin away. */
  pin(nodeId: string, output: Json | null): void
}

const none: JsonObject = {}

/** Outputs that stand in for running their nodes while a workflow is tried out; kept by the server, never in the file. */
export function usePins(workflowId: string): Pins {
  const client = useQueryClient()
  const { data } = useQuery({
    queryKey: pinsKey(workflowId),
    queryFn: ({ signal }) => call('GET /api/v1/workflows/{id}/pins', { params: { id: workflowId }, signal }),
  })
  useEffect(
    () =>
      live.follow({ draft: workflowId }, ({ type }) => {
        if (type === 'pins-changed') void client.invalidateQueries({ queryKey: pinsKey(workflowId) })
      }),
    [client, workflowId],
  )
  const pin = useCallback(
    (nodeId: string, output: Json | null) => {
      call('PATCH /api/v1/workflows/{id}/pins', { params: { id: workflowId }, body: { [nodeId]: output } })
        .then(() => client.invalidateQueries({ queryKey: pinsKey(workflowId) }))
        .catch((error: Error) => showToast({ kind: 'error', title: 'It could not be pinned', text: error.message }))
    },
    [client, workflowId],
  )
  return {
    pins: (data as JsonObject | undefined) ?? none, // Outputs are JSON.
    pin,
  }
}

function pinsKey(workflowId: string): readonly string[] {
  return ['pins', workflowId]
}
