import { skipToken, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Execution } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { live } from '../api/live-link.ts'

/** A step that ends at once does not read the whole execution anew a thousand times. */
const refreshEveryMs = 250

/** An execution with its steps, read again soon after each change of it; nothing while there is no id. */
export function useExecution(id: string | undefined): UseQueryResult<Execution> {
  const client = useQueryClient()
  useEffect(() => {
    if (id === undefined) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = live.follow({ executionId: id }, ({ type }) => {
      if (type !== 'change') return
      timer ??= setTimeout(() => {
        timer = undefined
        void client.invalidateQueries({ queryKey: executionKey(id) })
      }, refreshEveryMs)
    })
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [client, id])
  return useQuery({
    queryKey: executionKey(id ?? ''),
    queryFn: id === undefined ? skipToken : ({ signal }) => call('GET /api/v1/executions/{id}', { params: { id }, signal }),
  })
}

export function executionKey(id: string): readonly string[] {
  return ['execution', id]
}
