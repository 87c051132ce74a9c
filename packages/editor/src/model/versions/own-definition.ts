import type { JsonObject } from '@millrace/engine'
import type { CanvasNode } from '../canvas-node.ts'
import { partKeys } from '../draft-nodes.ts'
import { valueAt } from '../value-at.ts'
import type { WorkflowText } from '../workflow-text.ts'

/** What is written of a node, without its edges and without what is inside it: both are changes of their own. */
export function ownDefinition({ value }: WorkflowText, { path }: CanvasNode): JsonObject {
  const { next, ...rest } = (valueAt(value, path) ?? {}) as JsonObject // Of which the node was drawn.
  return Object.fromEntries(Object.entries(rest).filter(([key]) => !Object.hasOwn(partKeys, key)))
}
