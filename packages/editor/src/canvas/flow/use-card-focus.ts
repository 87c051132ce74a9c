import type { FocusEvent } from 'react'
import { useEditor, useEditorStore } from '../editor-context.ts'

/** One node of the canvas is reached by Tab; arrows lead from there to the others. */
export function useCardFocus(
  key: string,
  selected: readonly string[] = [key],
): { readonly tabIndex: number; onFocus(event: FocusEvent): void } {
  const store = useEditorStore()
  const isStop = useEditor((editor) => (editor.focused ?? editor.canvas.nodes[0]?.key) === key)
  return {
    tabIndex: isStop ? 0 : -1,
    onFocus: ({ target, currentTarget }) => {
      if (target !== currentTarget) return
      const { focused, selection, focus, select } = store.getState()
      if (focused !== key) focus(key)
      if (selection.size === 0) select(selected)
    },
  }
}
