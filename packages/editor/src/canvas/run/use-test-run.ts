import { useCallback, useMemo, useState } from 'react'
import { call } from '../../api/call.ts'
import type { KeptDraft } from '../draft/keep-draft.ts'
import { useEditorStore } from '../editor-context.ts'

export interface RunRequest {
  readonly trigger?: string
  readonly inputs?: Readonly<Record<string, unknown>>
  readonly data?: unknown
}

export interface TestRun {
  /** The last one, while it is shown on the canvas. */
  readonly executionId: string | undefined
  start(request: RunRequest): Promise<void>
  /** Takes it off the canvas. */
  clear(): void
}

/** Test runs of the draft as it stands. */
export function useTestRun(kept: KeptDraft | undefined): TestRun {
  const store = useEditorStore()
  const [executionId, setExecutionId] = useState<string>()
  const start = useCallback(
    async (request: RunRequest) => {
      await kept?.flush()
      const { workflowId: id } = store.getState()
      const started = await call('POST /api/v1/workflows/{id}/draft/run', { params: { id }, body: request })
      setExecutionId(started.executionId)
    },
    [kept, store],
  )
  return useMemo(() => ({ executionId, start, clear: () => setExecutionId(undefined) }), [executionId, start])
}
