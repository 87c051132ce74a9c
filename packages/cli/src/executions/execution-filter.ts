import type { Options, Values } from '../command/command.ts'
import { givenTime } from '../times/parse-time.ts'
import { executionStatuses } from './execution-statuses.ts'
import type { ExecutionQuery } from './list-executions.ts'

/** Which executions are meant. All that is given must hold. */
export const filterOptions = {
  search: {
    type: 'text',
    value: 'TEXT',
    about: 'Only those of which this was recorded: every word, "several words" as they stand, begin*.',
  },
  workflow: { type: 'texts', value: 'ID', about: 'Only those of this workflow; of several, when repeated.', short: 'w' },
  status: { type: 'texts', value: 'STATUS', choices: executionStatuses, about: 'Only those in this status; in several, when repeated.' },
  trigger: { type: 'text', value: 'TYPE', about: 'Only those started by a trigger of this type.' },
  key: { type: 'text', value: 'KEY', about: 'Only those that share a limit by this key, such as customer=42.' },
  'workflow-version': { type: 'text', value: 'N', about: 'Only those of this version of the workflow.' },
  'started-from': { type: 'text', value: 'TIME', about: 'Only those that started then or later: 2027-03-01, or 2027-03-01T09:00.' },
  'started-to': { type: 'text', value: 'TIME', about: 'Only those that started before.' },
  'min-duration': { type: 'text', value: 'TIME', about: 'Only those that took at least so long, such as 10s.' },
  'max-duration': { type: 'text', value: 'TIME', about: 'Only those that took at most so long.' },
} as const satisfies Options

/** As the API takes it. */
export function queryOf(values: Values<typeof filterOptions>): ExecutionQuery {
  return {
    search: values.search,
    workflow: values.workflow.join(',') || undefined,
    status: values.status.join(',') || undefined,
    trigger: values.trigger,
    key: values.key,
    version: values['workflow-version'],
    startedFrom: givenTime('started-from', values['started-from']),
    startedTo: givenTime('started-to', values['started-to']),
    minDuration: values['min-duration'],
    maxDuration: values['max-duration'],
  }
}
