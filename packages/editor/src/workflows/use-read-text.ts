import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import type { ImportedWorkflow, WorkflowProblem } from '../api/api-schema.ts'
import { call } from '../api/call.ts'
import { readExport } from '../api/read-export.ts'

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
  const exported = await readExport(text, signal)
  if (exported !== undefined) {
    const { id, yaml, notes } = exported
    return { kind: 'n8n', source: yaml, id, problems: [], notes }
  }
  const { id, problems } = await call('POST /api/v1/workflows/validate', { body: text, signal })
  return { kind: 'yaml', source: text, id, problems, notes: [] }
}
