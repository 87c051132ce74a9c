import type { JsonObject } from '@millrace/engine'
import { usageError } from '../cli-error.ts'
import type { Options, Values } from '../command/command.ts'
import { givenTime } from '../times/parse-time.ts'
import { executionStatuses } from './execution-statuses.ts'

/** How commands on several executions name them. */
export const chooseArguments = [{ name: 'ID', about: 'The executions.', isOptional: true, isRepeated: true }] as const

export const chooseOptions = {
  all: { type: 'flag', about: 'All to which it can be done.' },
  workflow: { type: 'text', value: 'ID', about: 'Those of this workflow.', short: 'w' },
  status: { type: 'texts', value: 'STATUS', choices: executionStatuses, about: 'Those in this status.' },
  trigger: { type: 'text', value: 'TYPE', about: 'Those started by a trigger of this type.' },
  'started-from': { type: 'text', value: 'TIME', about: 'Those that started then or later, such as 2027-03-01T08:00.' },
  'started-to': { type: 'text', value: 'TIME', about: 'Those that started before.' },
  'dry-run': { type: 'flag', about: 'Only counts those that are not named one by one.' },
  yes: { type: 'flag', about: 'Does not ask. Needed without a terminal where they are not named one by one.', short: 'y' },
} as const satisfies Options

/** Those that are named, or a filter as the API takes it. */
export type Chosen = { readonly ids: readonly string[] } | { readonly filter: JsonObject }

/** Throws a usage error when none are named, or both ways. */
export function chooseExecutions(ids: readonly string[], values: Values<typeof chooseOptions>): Chosen {
  const { all, workflow, status, trigger } = values
  const startedFrom = givenTime('started-from', values['started-from'])
  const startedTo = givenTime('started-to', values['started-to'])
  const filter = {
    ...(workflow !== undefined && { workflow }),
    ...(status.length > 0 && { status }),
    ...(trigger !== undefined && { trigger }),
    ...(startedFrom !== undefined && { startedFrom }),
    ...(startedTo !== undefined && { startedTo }),
  }
  const isFiltered = all || Object.keys(filter).length > 0
  if (ids.length > 0 && isFiltered) throw usageError('Name the executions, or choose them with options, but not both.')
  if (ids.length > 0) return { ids }
  if (!isFiltered) throw usageError('Which executions? Name them, or choose them with --all, --workflow, --status or --started-from.')
  return { filter }
}
