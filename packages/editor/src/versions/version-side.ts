import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { WorkflowDraft, WorkflowVersionList } from '../api/api-schema.ts'
import { call } from '../api/call.ts'

export type Version = WorkflowVersionList['items'][number]

/** One of the two that are compared: a version, or what is edited. */
export type Side = number | 'draft'

/** As it stands in an address; undefined for what is none. */
export function readSide(text: string | null): Side | undefined {
  if (text === 'draft') return 'draft'
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined
}

export function sideName(side: Side): string {
  return side === 'draft' ? 'Draft' : `Version ${side}`
}

/** What one wants to see first: what the draft changes, else what the newest version has changed. */
export function firstSides(
  versions: readonly Version[],
  draft: Pick<WorkflowDraft, 'revision' | 'base'>,
): readonly [left: Side | undefined, right: Side | undefined] {
  const [newest, before] = versions
  if (draft.revision > 0) return [draft.base?.version ?? newest?.version, 'draft']
  return before === undefined ? [undefined, newest?.version] : [before.version, newest?.version]
}

/** What came before it: of the draft, the version that it was made from. */
export function sideBefore(side: Side, versions: readonly Version[], base: number | undefined): Side | undefined {
  if (side === 'draft') return base
  return versions[versions.findIndex(({ version }) => version === side) + 1]?.version
}

/** The text of a side. A version never changes. */
export function useSource(
  workflowId: string,
  side: Side | undefined,
  draft: string,
): Pick<UseQueryResult<string>, 'data' | 'error' | 'refetch'> {
  const asked = useQuery({
    queryKey: ['version', workflowId, side],
    queryFn: async ({ signal }) => {
      const version = typeof side === 'number' ? side : 0
      return (await call('GET /api/v1/workflows/{id}', { params: { id: workflowId }, query: { version }, signal })).source
    },
    enabled: typeof side === 'number',
    staleTime: Number.POSITIVE_INFINITY,
  })
  return side === 'draft' ? { data: draft, error: null, refetch: asked.refetch } : asked
}
