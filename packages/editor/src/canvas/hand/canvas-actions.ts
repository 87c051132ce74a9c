import {
  AlignHorizontalDistributeCenter,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalDistributeCenter,
  Boxes,
  CirclePower,
  Code,
  Copy,
  CopyPlus,
  Eraser,
  Group,
  ListPlus,
  PanelTop,
  Pencil,
  Pin,
  Play,
  Redo2,
  Rocket,
  Search,
  Spline,
  StickyNote,
  Trash,
  Undo2,
  Ungroup,
} from 'lucide-react'
import type { Action } from '../../shell/actions.ts'

/** What the keys, the menu of the canvas and the command bar do, by the name of the action. */
export type CanvasCommand = (typeof canvasActions)[number]['id']

const group = 'Canvas'

/** Every action of the canvas, as data: the command bar, the sheet of shortcuts and the menu show them; keys without Ctrl are heard where nobody types. */
export const canvasActions = [
  { id: 'canvas.add', name: 'Add a node …', keys: ['Tab'], icon: ListPlus, group },
  { id: 'canvas.find', name: 'Find a node …', keys: ['Mod+F'], icon: Search, group },
  { id: 'canvas.connect', name: 'Connect to …', keys: ['C'], icon: Spline, group },
  { id: 'canvas.open', name: 'Open the node', keys: ['Enter'], icon: PanelTop, group },
  { id: 'canvas.rename', name: 'Rename', keys: ['F2'], icon: Pencil, group },
  { id: 'canvas.disable', name: 'Disable or enable', keys: ['D'], icon: CirclePower, group },
  { id: 'canvas.pin', name: 'Pin its last output, or take the pin away', keys: ['P'], icon: Pin, group },
  { id: 'canvas.text', name: 'Go to its text', keys: ['Y'], icon: Code, group },
  { id: 'canvas.copy', name: 'Copy as YAML', keys: ['Mod+C'], icon: Copy, group },
  { id: 'canvas.duplicate', name: 'Duplicate', keys: ['Mod+D'], icon: CopyPlus, group },
  { id: 'canvas.delete', name: 'Delete', keys: ['Delete', 'Backspace'], icon: Trash, group },
  { id: 'canvas.all', name: 'Select everything', keys: ['Mod+A'], group },
  { id: 'canvas.before', name: 'Select what comes before', keys: ['Shift+ArrowLeft'], group },
  { id: 'canvas.after', name: 'Select what comes after', keys: ['Shift+ArrowRight'], group },
  { id: 'canvas.note', name: 'Add a note', keys: ['Shift+S'], icon: StickyNote, group },
  { id: 'canvas.group', name: 'Group', keys: ['Mod+G'], icon: Group, group },
  { id: 'canvas.ungroup', name: 'Ungroup', keys: ['Mod+Shift+G'], icon: Ungroup, group },
  { id: 'canvas.fold', name: 'Close or open the scope or group', keys: ['O'], group },
  { id: 'canvas.fold-all', name: 'Close or open all scopes and groups', keys: ['Shift+O'], icon: Boxes, group },
  { id: 'canvas.align-left', name: 'Align left', keys: ['Alt+A'], icon: AlignStartVertical, group },
  { id: 'canvas.align-top', name: 'Align at the top', keys: ['Alt+W'], icon: AlignStartHorizontal, group },
  { id: 'canvas.spread-across', name: 'Distribute across', keys: ['Alt+H'], icon: AlignHorizontalDistributeCenter, group },
  { id: 'canvas.spread-down', name: 'Distribute down', keys: ['Alt+V'], icon: AlignVerticalDistributeCenter, group },
  { id: 'canvas.tidy', name: 'Tidy up: lay everything out anew', keys: ['Shift+T'], icon: Eraser, group },
  { id: 'canvas.zoom-in', name: 'Zoom in', keys: ['Plus'], group },
  { id: 'canvas.zoom-out', name: 'Zoom out', keys: ['-'], group },
  { id: 'canvas.zoom-one', name: 'Zoom to full size', keys: ['0'], group },
  { id: 'canvas.fit', name: 'Show everything', keys: ['1'], group },
  { id: 'workflow.undo', name: 'Undo', keys: ['Mod+Z'], icon: Undo2, group },
  { id: 'workflow.redo', name: 'Redo', keys: ['Mod+Shift+Z', 'Mod+Y'], icon: Redo2, group },
  { id: 'workflow.run', name: 'Run a test', keys: ['Mod+Enter'], icon: Play, group },
  { id: 'workflow.publish', name: 'Publish …', keys: ['Mod+S'], icon: Rocket, group },
  { id: 'workflow.text', name: 'Show or hide the text', keys: ['Mod+E'], icon: Code, group },
] as const satisfies readonly Action[]

/** Keys that mean this only while the canvas has the focus: elsewhere they walk through the page, or copy what is selected there. */
export const onCanvasAlone: readonly CanvasCommand[] = [
  'canvas.add',
  'canvas.open',
  'canvas.copy',
  'canvas.all',
  'canvas.before',
  'canvas.after',
]
