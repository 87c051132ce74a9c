import type { MenuEntry } from '../../design/menu-entries.tsx'
import type { Action } from '../../shell/actions.ts'
import { type CanvasCommand, canvasActions } from './canvas-actions.ts'
import type { Commands } from './use-canvas-commands.ts'

const ofSelection: readonly (CanvasCommand | 'line')[] = [
  'canvas.open',
  'canvas.rename',
  'canvas.text',
  'canvas.connect',
  'canvas.disable',
  'canvas.pin',
  'line',
  'canvas.copy',
  'canvas.duplicate',
  'canvas.group',
  'canvas.ungroup',
  'canvas.fold',
  'canvas.align-left',
  'canvas.align-top',
  'line',
  'canvas.delete',
]
const ofCanvas: readonly (CanvasCommand | 'line')[] = [
  'canvas.add',
  'canvas.note',
  'line',
  'canvas.all',
  'canvas.fold-all',
  'canvas.tidy',
  'canvas.fit',
  'line',
  'workflow.undo',
  'workflow.redo',
]

/** What the menu at the pointer offers, with the keys. */
export function canvasMenu(commands: Commands, hasSelection: boolean): readonly MenuEntry[] {
  return (hasSelection ? ofSelection : ofCanvas).map((id): MenuEntry => {
    const action: Action | undefined = canvasActions.find((one) => one.id === id)
    if (id === 'line' || action === undefined) return 'line'
    const { name, icon, keys } = action
    return { name, ...(icon && { icon }), shortcut: keys?.[0], isDanger: id === 'canvas.delete', run: commands[id] }
  })
}
