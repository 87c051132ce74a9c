import type { ShownTrigger } from './use-triggers.ts'

export interface TriggerFilter {
  readonly search: string
  readonly type: string
}

/** Every word must be found: in names, ids, type, address, or what starts it. */
export function fits(trigger: ShownTrigger, { search, type }: TriggerFilter): boolean {
  if (type !== '' && trigger.type !== type) return false
  const { workflowId, workflowName, triggerId, name = '', url = '', about } = trigger
  const text = [workflowId, workflowName, triggerId, name, trigger.type, url, about].join('\n').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
