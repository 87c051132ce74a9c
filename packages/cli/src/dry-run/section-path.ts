import type { PlanNode } from '@millrace/engine'

/** Where the steps of one section are: `items[3].` for the body of a for-each, empty for the workflow itself. */
export function prefixOf(step: string, node: PlanNode): string {
  return step.slice(0, step.length - node.id.length)
}

/** The path of the scope in whose section the step stands; undefined outside of all scopes. */
export function scopeOf(step: string, node: PlanNode): string | undefined {
  const prefix = prefixOf(step, node)
  if (prefix === '') return undefined
  const { part } = node.section
  const place = prefix.slice(0, -1)
  return part === 'body' ? place.replace(/\[\d+\]$/, '') : place.slice(0, -part.length - 1)
}
