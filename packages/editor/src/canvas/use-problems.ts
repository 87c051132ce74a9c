import type { Problem } from '@millrace/engine'
import { useMemo } from 'react'
import { useEditor } from './editor-context.ts'

/** What is wrong with the text: as the server says of what it has; of what it has not seen yet, what the canvas itself has found. */
export function useProblems(): readonly Problem[] {
  const source = useEditor((editor) => editor.text.source)
  const own = useEditor((editor) => editor.canvas.problems)
  const isStale = useEditor((editor) => editor.canvas.isStale)
  const draft = useEditor((editor) => editor.draft)
  return useMemo(() => {
    if (draft.source === source) return draft.problems
    if (isStale) return own
    // What the server found before is likely still there, until it has seen the new text.
    const codes = new Set(own.map(({ code, path }) => `${code} ${path.join('.')}`))
    return [...own, ...draft.problems.filter(({ code, path }) => !codes.has(`${code} ${path.join('.')}`))]
  }, [draft, source, own, isStale])
}
