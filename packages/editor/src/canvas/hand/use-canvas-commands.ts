import { useMemo } from 'react'
import { type Action, useActions } from '../../shell/actions.ts'
import { rangesOf } from '../../source/ranges-of.ts'
import { useEditorStore } from '../editor-context.ts'
import type { Hands } from '../editor-hand.ts'
import { isNoteKey } from '../flow/flow-nodes.ts'
import { type CanvasCommand, canvasActions, onCanvasAlone } from './canvas-actions.ts'
import { stepHistory } from './step-history.ts'
import { alongEdges } from './walk.ts'

/** What the page around the canvas does. */
export interface PageCommands {
  find(): void
  connect(): void
  run(): void
  publish(): void
  toggleText(): void
  showText(): void
  /** The output of the node in focus, or takes its pin away. */
  pin(): void
}

export type Commands = Readonly<Record<CanvasCommand, () => void>>

/** Registers the actions of the canvas for keys, command bar and sheet, and gives them to its menu. */
export function useCanvasCommands(hands: Hands, page: PageCommands): Commands {
  const store = useEditorStore()
  const commands = useMemo((): Commands => {
    const now = () => store.getState()
    const withFocused = (run: (key: string) => void) => () => {
      const key = now().focused ?? [...now().selection][0]
      if (key !== undefined) run(key)
    }
    return {
      'canvas.add': hands.openPalette,
      'canvas.find': page.find,
      'canvas.connect': page.connect,
      'canvas.open': withFocused((key) => {
        if (isNoteKey(key)) now().rename(key)
        else if (key.startsWith('group:')) hands.fold()
        else now().open(key)
      }),
      'canvas.rename': withFocused((key) => now().rename(key)),
      'canvas.disable': hands.toggleDisabled,
      'canvas.pin': page.pin,
      'canvas.text': withFocused((key) => {
        const [range] = rangesOf(now(), new Set([key]))
        page.showText()
        if (range !== undefined) now().show({ offset: range.from, withFocus: true })
      }),
      'canvas.copy': () => {
        const copied = hands.copy()
        if (copied.ok) void navigator.clipboard.writeText(copied.text)
      },
      'canvas.duplicate': hands.duplicate,
      'canvas.delete': hands.remove,
      'canvas.all': hands.selectAll,
      'canvas.before': withFocused((key) => now().select([key, ...alongEdges(now().canvas, key, 'left')])),
      'canvas.after': withFocused((key) => now().select([key, ...alongEdges(now().canvas, key, 'right')])),
      'canvas.note': hands.addNote,
      'canvas.group': hands.group,
      'canvas.ungroup': hands.ungroup,
      'canvas.fold': hands.fold,
      'canvas.fold-all': hands.foldAll,
      'canvas.align-left': () => hands.arrange('left'),
      'canvas.align-top': () => hands.arrange('top'),
      'canvas.spread-across': () => hands.arrange('horizontal'),
      'canvas.spread-down': () => hands.arrange('vertical'),
      'canvas.tidy': hands.tidy,
      'canvas.zoom-in': hands.zoomIn,
      'canvas.zoom-out': hands.zoomOut,
      'canvas.zoom-one': hands.zoomToFull,
      'canvas.fit': hands.fit,
      'workflow.undo': () => stepHistory(store, 'undo'),
      'workflow.redo': () => stepHistory(store, 'redo'),
      'workflow.run': page.run,
      'workflow.publish': page.publish,
      'workflow.text': page.toggleText,
    }
  }, [store, hands, page])
  useActions(
    canvasActions.map(
      (action): Action => (onCanvasAlone.includes(action.id) ? { ...action, isOnlyKeys: true } : { ...action, run: commands[action.id] }),
    ),
  )
  return commands
}
