import type { Json } from '@millrace/engine'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useContext, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { Execution } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { KeptContext } from '../canvas/draft/kept-context.ts'
import { useExecution } from '../history/use-execution.ts'

export interface ExampleRun {
  readonly execution: Execution | undefined
  readonly isRunning: boolean
  /** Why the node could not be run. */
  readonly error: Error | undefined
  /** Runs this one node, with what is pinned and what the execution before has given; with an input, that in place of theirs. */
  run(nodeId: string, input?: Json): void
  /** Runs whatever the node needs, and the node. */
  runTo(nodeId: string): void
}

/** The execution whose values the panel shows: one just made here, the pinned one of the address, or the last one of the workflow. */
export function useExampleRun(workflowId: string): ExampleRun {
  const [address] = useSearchParams()
  const kept = useContext(KeptContext)
  const client = useQueryClient()
  const [made, setMade] = useState<string>()
  const [error, setError] = useState<Error>()
  const [isStarting, setIsStarting] = useState(false)
  const pinned = made ?? address.get('execution') ?? undefined
  const last = useQuery({
    queryKey: ['last-execution', workflowId],
    queryFn: ({ signal }) => call('GET /api/v1/executions', { query: { workflow: workflowId, limit: 1 }, signal }),
    enabled: pinned === undefined,
  })
  const id = pinned ?? last.data?.items[0]?.id
  const { data: execution } = useExecution(id)

  async function start(body: { readonly only?: string; readonly until?: string; readonly input?: Json }) {
    setIsStarting(true)
    setError(undefined)
    try {
      await kept?.flush()
      const given = { ...body, ...(id !== undefined && { from: id }) }
      const { executionId } = await call('POST /api/v1/workflows/{id}/draft/run', { params: { id: workflowId }, body: given })
      setMade(executionId)
      await client.invalidateQueries({ queryKey: ['last-execution', workflowId] })
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown : new Error(String(thrown)))
    } finally {
      setIsStarting(false)
    }
  }

  return {
    execution,
    isRunning: isStarting || (made !== undefined && execution?.id === made && ['queued', 'running'].includes(execution.status)),
    error,
    run: (nodeId, input) => void start({ only: nodeId, ...(input !== undefined && { input }) }),
    runTo: (nodeId) => void start({ until: nodeId }),
  }
}
