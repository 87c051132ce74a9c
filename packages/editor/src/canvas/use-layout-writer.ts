import { useCallback } from 'react'
import { showToast } from '../design/toast.ts'
import { useEditorStore } from './editor-context.ts'
import { writeLayout } from './keep-layout.ts'
import type { LayoutChange } from './layout-change.ts'

/** Changes where things stand, here and at the server. */
export function useLayoutWriter(): (label: string, change: LayoutChange) => void {
  const store = useEditorStore()
  return useCallback(
    (label, change) => {
      writeLayout(store, change).catch((error: Error) =>
        showToast({ kind: 'error', title: `Could not ${label}`, text: `${error.message} It is as you see it in this tab alone.` }),
      )
    },
    [store],
  )
}
