import { useEffect } from 'react'
import { useEditorStore } from './editor-context.ts'
import { keysAtPath } from './keys-at-path.ts'
import { useProblems } from './use-problems.ts'

/** Puts each mistake on its node. */
export function useMistakes(): void {
  const store = useEditorStore()
  const problems = useProblems()
  useEffect(() => {
    const { canvas, setMistakes } = store.getState()
    const found = new Map<string, string[]>()
    for (const { severity, path, message } of problems) {
      if (severity !== 'error') continue
      for (const key of keysAtPath(canvas, path)) found.set(key, [...(found.get(key) ?? []), message])
    }
    setMistakes(found)
  }, [problems, store])
}
