import { showToast } from '../../design/toast.ts'
import type { EditorStore } from '../editor-store.ts'

/** Undoes the last step, or does the next one again, and says so where somebody else has been there since. */
export function stepHistory(store: EditorStore, way: 'undo' | 'redo'): void {
  const stepped = store.getState()[way]()
  if (stepped?.isHeld !== true) return
  showToast({
    kind: 'warning',
    title: `Could not ${way} all of "${stepped.label}"`,
    text: 'Somebody else has changed it since: what is theirs stays where it is.',
  })
}
