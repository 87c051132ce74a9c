import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { call } from '../api/call.ts'
import { indexTypes, type NodeTypeFacts, type TriggerTypeFacts, type Types } from '../model/type-facts.ts'

/** The types of nodes and triggers there are. They change with plugins alone. */
export function useTypes(): UseQueryResult<Types> {
  return useQuery({ queryKey: ['types'], queryFn: askTypes, staleTime: 60_000, gcTime: Number.POSITIVE_INFINITY })
}

async function askTypes(): Promise<Types> {
  const [nodes, triggers] = await Promise.all([call('GET /api/v1/node-types'), call('GET /api/v1/trigger-types')])
  return indexTypes(nodes.items as readonly NodeTypeFacts[], triggers.items as readonly TriggerTypeFacts[]) // Schemas are JSON.
}
