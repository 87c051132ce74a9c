import type { CanvasNode } from '../../model/canvas-node.ts'

/** What a node is, for those who hear it. */
export function nodeLabel({ title, type, line, kind, isDisabled, isKnown, isCollapsed }: CanvasNode): string {
  const what = kind === 'trigger' ? `trigger ${type}` : type || 'no type'
  const state = [isDisabled && 'disabled', !isKnown && 'unknown type', isCollapsed && 'closed'].filter((word) => word !== false)
  return [title, what, line, ...state].filter((part) => part !== '').join(', ')
}
