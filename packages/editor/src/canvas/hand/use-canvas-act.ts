import { useCallback } from 'react'
import { showToast } from '../../design/toast.ts'
import type { Draft, Plan } from '../../model/changes/plan.ts'
import { useEditorStore } from '../editor-context.ts'

/** Makes what is planned, and says why where it cannot be. */
export function useCanvasAct(): (label: string, plan: (draft: Draft) => Plan) => Plan {
  const store = useEditorStore()
  return useCallback(
    (label, plan) => {
      const made = store.getState().act(label, plan)
      if (!made.ok) showToast({ kind: 'error', title: `Could not ${label}`, text: made.reason })
      return made
    },
    [store],
  )
}
