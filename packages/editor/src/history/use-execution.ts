import { skipToken, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Execution, Step } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { live } from '../api/live-link.ts'
import { createPacedRead } from '../api/paced-read.ts'

/** A thousand steps that end at once do not read the whole execution a thousand times. */
const pauseMs = 50

/** An execution with its steps, read again soon after each change of it; nothing while there is no id. */
export function useExecution(id: string | undefined): UseQueryResult<Execution> {
  const client = useQueryClient()
  useEffect(() => {
    if (id === undefined) return
    const paced = createPacedRead(() => client.invalidateQueries({ queryKey: executionKey(id) }), pauseMs)
    const isOver = () => client.getQueryData<Execution>(executionKey(id))?.finishedAt !== undefined
    const stop = live.follow({ executionId: id }, ({ type }) => {
      // What came between the first read and the moment from which on changes are told was told to nobody.
      if (type === 'change' || (type === 'subscribed' && !isOver())) paced.ask()
    })
    return () => {
      stop()
      paced.close()
    }
  }, [client, id])
  return useQuery({
    queryKey: executionKey(id ?? ''),
    queryFn: id === undefined ? skipToken : ({ signal }) => call('GET /api/v1/executions/{id}', { params: { id }, signal }),
  })
}

interface WholeStep {
  readonly executionId: string
  /** Its path. */
  readonly step: string
  readonly isAsked: boolean
}

/** One step with its large values whole: asked for when somebody wants to see them, and kept, since they do not change. */
export function useWholeStep({ executionId, step, isAsked }: WholeStep): UseQueryResult<Step> {
  return useQuery({
    queryKey: [...executionKey(executionId), 'step', step],
    queryFn: ({ signal }) => call('GET /api/v1/executions/{id}/steps/{step}', { params: { id: executionId, step }, signal }),
    enabled: isAsked,
  })
}

export function executionKey(id: string): readonly string[] {
  return ['execution', id]
}
