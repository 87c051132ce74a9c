import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Execution } from '../api/api-schema.ts'
import { ApiError, call } from '../api/call.ts'
import { useTypes } from '../canvas/use-types.ts'
import { type Canvas, readCanvas } from '../model/canvas.ts'
import { readText } from '../model/workflow-text.ts'

export interface RunCanvases {
  /** Of the version that ran; undefined where the server no longer has it. */
  readonly ran: Canvas | undefined
  /** Of the draft, or of what is published; undefined where the workflow is gone. */
  readonly current: Canvas | undefined
  /** Whether the workflow has changed since. */
  readonly isChanged: boolean
  readonly name: string
  /** Closes or opens a scope, here alone. */
  fold(layoutKey: string): void
}

export interface RunCanvasAnswer {
  readonly canvases: RunCanvases | undefined
  readonly error: unknown
  retry(): void
}

/** The workflow that an execution is shown on: as it was then, and as it is now. */
export function useRunCanvas({ workflowId: id, workflowVersion: version }: Execution): RunCanvasAnswer {
  const types = useTypes()
  const ran = useQuery({
    queryKey: ['workflow', id, version],
    queryFn: () => orGone(call('GET /api/v1/workflows/{id}', { params: { id }, query: { version } })),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const current = useQuery({
    queryKey: ['pinned-draft', id],
    queryFn: () => orGone(call('GET /api/v1/workflows/{id}/draft', { params: { id } })),
    refetchOnMount: 'always',
  })
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [ranSource, currentSource, layout] = [ran.data?.source, current.data?.source, current.data?.layout]
  const canvases = useMemo(() => {
    if (types.data === undefined || ranSource === undefined || currentSource === undefined) return undefined
    const shown = { ...layout, collapsed: folded(layout?.collapsed ?? {}, folds) }
    const draw = (source: string | null) => (source === null ? undefined : readCanvas(readText(source), types.data, shown))
    const [then, now] = [draw(ranSource), draw(currentSource)]
    const { value } = readText(currentSource ?? ranSource ?? '')
    const fold = (key: string) => setFolds((known) => new Map(known).set(key, shown.collapsed[key] !== true))
    return {
      ran: then,
      current: now,
      isChanged: ranSource !== currentSource,
      name: typeof value.name === 'string' ? value.name : id,
      fold,
    }
  }, [types.data, ranSource, currentSource, layout, folds, id])
  const failed = [types, ran, current].find(({ error }) => error !== null)
  return { canvases, error: failed?.error ?? undefined, retry: () => void failed?.refetch() }
}

/** A version, or a workflow, that is no longer there is an answer too. */
async function orGone<Answer extends { readonly source: string }>(
  asked: Promise<Answer>,
): Promise<Answer | { readonly source: null; readonly layout?: never }> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return { source: null }
    throw error
  }
}

function folded(kept: Readonly<Record<string, true>>, folds: ReadonlyMap<string, boolean>): Readonly<Record<string, true>> {
  // Groups stand open: what is in them ran.
  const scopes = Object.keys(kept).filter((key) => !key.startsWith('group:'))
  const all = new Map([...scopes.map((key): [string, boolean] => [key, true]), ...folds])
  return Object.fromEntries([...all].flatMap(([key, isClosed]) => (isClosed ? [[key, true as const]] : [])))
}
