import type { ListedWorkflow } from './listed-workflow.ts'
import { type Order, orders } from './workflow-order.ts'

const shownStates = ['all', 'published', 'drafts', 'mistakes', 'failing'] as const

/** What of the list is shown; it stands in the address, so that it can be sent to somebody. */
export interface WorkflowFilter {
  readonly search: string
  readonly tag: string
  readonly state: (typeof shownStates)[number]
  readonly order: Order
}

export const noFilter: WorkflowFilter = { search: '', tag: '', state: 'all', order: 'name' }

export function readFilter(address: URLSearchParams): WorkflowFilter {
  const state = address.get('show')
  const order = address.get('order')
  return {
    search: address.get('search') ?? '',
    tag: address.get('tag') ?? '',
    state: shownStates.find((one) => one === state) ?? 'all',
    order: orders.find((one) => one === order) ?? 'name',
  }
}

/** Only what is asked for: a list that shows all has a plain address. */
export function writeFilter({ search, tag, state, order }: WorkflowFilter): URLSearchParams {
  return new URLSearchParams({
    ...(search !== '' && { search }),
    ...(tag !== '' && { tag }),
    ...(state !== 'all' && { show: state }),
    ...(order !== 'name' && { order }),
  })
}

/** Every word must be found, in the name, the id, the description, a tag, or the type or address of a trigger. */
export function fits(workflow: ListedWorkflow, { search, tag, state }: WorkflowFilter): boolean {
  if (tag !== '' && workflow.tags?.includes(tag) !== true) return false
  if (!isInState(workflow, state)) return false
  const text = textOf(workflow)
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Each once, in the order of the alphabet. */
export function tagsOf(workflows: readonly ListedWorkflow[]): readonly string[] {
  return [...new Set(workflows.flatMap(({ tags = [] }) => tags))].sort((one, other) => one.localeCompare(other))
}

function isInState({ version, hasDraft, problems, mistakes = 0, lastRuns }: ListedWorkflow, state: WorkflowFilter['state']): boolean {
  switch (state) {
    case 'all':
      return true
    case 'published':
      return version !== undefined
    case 'drafts':
      return hasDraft || version === undefined
    case 'mistakes':
      return mistakes > 0 || problems !== undefined
    case 'failing':
      return lastRuns.some(({ status }) => isFailure(status))
  }
}

function isFailure(status: string): boolean {
  return status === 'failed' || status === 'timed_out' || status === 'crashed'
}

function textOf({ id, name, description, tags = [], triggers }: ListedWorkflow): string {
  const starts = triggers.flatMap(({ type, name, url }) => [type, name, url])
  return [id, name, description, ...tags, ...starts].join('\n').toLowerCase()
}
