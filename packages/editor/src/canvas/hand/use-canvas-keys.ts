import { type KeyboardEvent, useEffect } from 'react'
import type { Hands } from '../editor-hand.ts'
import type { Commands } from './use-canvas-commands.ts'
import type { Direction } from './walk.ts'

const arrows: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

/** The keys that mean something on the canvas alone: arrows walk, Tab adds, Enter opens, Escape lets go. */
export function useCanvasKeys(hands: Hands, commands: Commands, letGo: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    const { target, key, shiftKey, ctrlKey, metaKey, altKey } = event
    const hasMod = ctrlKey || metaKey
    if (!isOnCanvas(target)) return
    const direction = arrows[key]
    if (direction !== undefined && shiftKey) commands[direction === 'left' || direction === 'up' ? 'canvas.before' : 'canvas.after']()
    else if (direction !== undefined && !hasMod && !altKey) hands.step(direction)
    else if (key === 'Tab' && !shiftKey && !hasMod && !isControl(target)) commands['canvas.add']()
    else if (key === 'Enter' && !hasMod && !(target as HTMLElement).matches('button')) commands['canvas.open']()
    else if (key === 'a' && hasMod) commands['canvas.all']()
    else if (key === 'Escape') letGo()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}

/** Copy, cut and paste as the system knows them, while the canvas has the focus. */
export function useCanvasClipboard({ copy, paste, remove }: Hands): void {
  useEffect(() => {
    function take(event: ClipboardEvent) {
      if (!isFree(event)) return
      const copied = copy()
      if (!copied.ok || event.clipboardData === null) return
      event.clipboardData.setData('text/plain', copied.text)
      event.preventDefault()
      if (event.type === 'cut') remove()
    }
    function put(event: ClipboardEvent) {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (!isFree(event) || text === '') return
      event.preventDefault()
      paste(text)
    }
    document.addEventListener('copy', take)
    document.addEventListener('cut', take)
    document.addEventListener('paste', put)
    return () => {
      document.removeEventListener('copy', take)
      document.removeEventListener('cut', take)
      document.removeEventListener('paste', put)
    }
  }, [copy, paste, remove])
}

/** Whether the keys are meant for the canvas, not for a field in it. */
function isOnCanvas(target: EventTarget): boolean {
  return target instanceof HTMLElement && !target.matches('input, textarea, select') && target.closest('[data-canvas-keys]') !== null
}

/** The buttons of the zoom and the map are walked through by Tab, as everywhere. */
function isControl(target: EventTarget): boolean {
  return (target as HTMLElement).closest('.react-flow__panel') !== null
}

function isFree(event: ClipboardEvent): boolean {
  const [target] = event.composedPath()
  const isText = getSelection()?.isCollapsed === false
  return target instanceof HTMLElement && !isText && (target === document.body || isOnCanvas(target))
}
