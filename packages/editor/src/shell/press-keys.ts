import { isMac } from '../design/keys.tsx'
import { type Action, currentActions } from './actions.ts'
import { isKey, type PressedKey } from './key-match.ts'

/** So long a second key may follow the first one of `g w`. */
const sequenceMs = 1_200

/** Runs the action of a key, wherever on the page it is pressed, until the answer is called. */
export function listenForKeys(page: Document): () => void {
  let first: { readonly pressed: PressedKey; readonly at: number } | undefined
  function press(event: KeyboardEvent) {
    if (event.defaultPrevented || event.isComposing || isModifier(event.key)) return
    const before = first !== undefined && event.timeStamp - first.at < sequenceMs ? first.pressed : undefined
    first = undefined
    const offered = currentActions().filter((action) => action.run !== undefined && action.isDisabled !== true)
    const found =
      offered.find((action) => before !== undefined && hasKeys(action, (keys) => isSequence(keys, before, event))) ??
      offered.find((action) => hasKeys(action, (keys) => !keys.includes(' ') && isKey(event, keys, isMac)))
    if (isTaken(event)) return
    if (found === undefined) {
      first = { pressed: event, at: event.timeStamp }
      return
    }
    event.preventDefault()
    found.run?.()
  }
  page.addEventListener('keydown', press)
  return () => page.removeEventListener('keydown', press)
}

function hasKeys({ keys = [] }: Action, fit: (keys: string) => boolean): boolean {
  return keys.some(fit)
}

function isSequence(keys: string, before: PressedKey, pressed: PressedKey): boolean {
  const [one, two, ...more] = keys.split(' ')
  return one !== undefined && two !== undefined && more.length === 0 && isKey(before, one, isMac) && isKey(pressed, two, isMac)
}

function isModifier(key: string): boolean {
  return key === 'Control' || key === 'Shift' || key === 'Alt' || key === 'Meta'
}

/** Whoever types means the letter, and in a dialog or a menu the page behind it is not meant; a key with Ctrl means the same in a field too. */
function isTaken(event: KeyboardEvent): boolean {
  // A dialog has opened, and gets the keyboard a moment later.
  if (document.querySelector('[data-covers-page][data-open]') !== null) return true
  // The field itself, also where it stands inside a shadow root, as the editor of texts does.
  const [target] = event.composedPath()
  if (!(target instanceof HTMLElement)) return false
  if (target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null) return true
  const hasMod = isMac ? event.metaKey : event.ctrlKey
  // With Alt, a letter may be a sign of its own; PageDown is not.
  const writesNothing = hasMod || (event.altKey && event.key.length > 1)
  if (!writesNothing && (target.isContentEditable || target.matches('input, textarea, select'))) return true
  // A button that has the focus is pressed by these; no shortcut takes that away.
  return (
    (event.key === 'Enter' || event.key === ' ') && target.matches('button, a, summary, [role="button"], [role="tab"], [role="option"]')
  )
}
