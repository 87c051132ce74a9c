import { useQuery } from '@tanstack/react-query'
import type { TriggerTypeSummary } from './api-schema.ts'
import { call } from './call.ts'

const none: ReadonlyMap<string, TriggerTypeSummary> = new Map()

/** By their names; they change with plugins alone. */
export function useTriggerTypes(): ReadonlyMap<string, TriggerTypeSummary> {
  const { data } = useQuery({
    queryKey: ['trigger-types'],
    queryFn: async ({ signal }) => new Map((await call('GET /api/v1/trigger-types', { signal })).items.map((type) => [type.type, type])),
    staleTime: 60_000,
  })
  return data ?? none
}
