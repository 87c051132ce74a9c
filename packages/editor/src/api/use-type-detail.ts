import type { Json, JsonObject } from '@millrace/engine'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { call } from './call.ts'

export interface TypeDetail {
  readonly title: string
  readonly summary: string
  /** Markdown. */
  readonly docs: string
  /** JSON Schema of `with`. */
  readonly params: JsonObject
  readonly literalParams?: readonly string[]
  /** Types of connections that it takes. */
  readonly connections?: readonly string[]
  readonly examples: readonly TypeExample[]
}

export interface TypeExample {
  readonly name: string
  readonly with: JsonObject
  /** What comes in, and what comes of it by which port. */
  readonly input?: Json
  readonly output?: Json
  readonly port?: string
}

/** All that there is to know of the type of a node or trigger. */
export function useTypeDetail(kind: 'node' | 'trigger' | 'scope', type: string): UseQueryResult<TypeDetail> {
  return useQuery({
    queryKey: ['type', kind, type],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const params = { type }
      const found = await (kind === 'trigger'
        ? call('GET /api/v1/trigger-types/{type}', { params, signal })
        : call('GET /api/v1/node-types/{type}', { params, signal }))
      return found as unknown as TypeDetail // Schemas and examples are JSON.
    },
  })
}
