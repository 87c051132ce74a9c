import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { ImportedWorkflow, WorkflowProblem } from '../api/api-schema.ts'
import { call } from '../api/call.ts'

/** A text as a workflow file. */
export interface ReadText {
  readonly kind: 'yaml' | 'n8n'
  readonly source: string
  /** The id in it, when it could be read. */
  readonly id?: string | undefined
  readonly problems: readonly WorkflowProblem[]
  /** Of an import: what is left to do. */
  readonly notes: ImportedWorkflow['notes']
}

/** What a pasted text is: a workflow file, or an export that is converted into one. Nothing is kept. */
export function useReadText(text: string): UseQueryResult<ReadText> {
  const steady = useDeferredValue(text)
  return useQuery({
    queryKey: ['read-text', steady],
    queryFn: ({ signal }) => readText(steady, signal),
    enabled: steady.trim() !== '',
    gcTime: 0,
    retry: false,
  })
}

async function readText(text: string, signal: AbortSignal): Promise<ReadText> {
  const exported = exportOf(text)
  if (exported !== undefined) {
    const { id, yaml, notes } = await call('POST /api/v1/import/n8n', { body: exported, signal })
    return { kind: 'n8n', source: yaml, id, problems: [], notes }
  }
  const { id, problems } = await call('POST /api/v1/workflows/validate', { body: text, signal })
  return { kind: 'yaml', source: text, id, problems, notes: [] }
}

/** JSON with nodes and connections is what n8n exports; a workflow file may be JSON too, and has `id`. */
function exportOf(text: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'nodes' in value && Array.isArray(value.nodes) ? { ...value } : undefined
  } catch {
    // Not JSON: YAML may begin with a brace, too, and says itself what is wrong.
    return undefined
  }
}
