import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand, type Options, type Values } from '../command/command.ts'
import { executionStatuses } from '../executions/execution-statuses.ts'
import type { ExecutionQuery } from '../executions/list-executions.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'
import { givenTime } from '../times/parse-time.ts'

const filterOptions = {
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

export const executionList = defineCommand({
  name: 'execution list',
  summary: 'Lists executions, newest first.',
  details: `All that is asked for must hold. A search looks into data of triggers, inputs, outputs, errors and logs; what was recorded in the
last seconds may not be found yet, and then it says so.`,
  arguments: [],
  options: {
    ...filterOptions,
    limit: { type: 'text', value: 'N', about: 'How many at most.', fallback: '20', short: 'n' },
    ...listOptions,
    ...serverOption,
  },
  examples: [
    { line: 'execution list --status failed', about: 'What went wrong lately.' },
    { line: `execution list --search 'order-4711'`, about: 'Where an order came by.' },
    { line: 'execution list -w orders --min-duration 10s --started-from 2027-03-01', about: 'Which orders were slow.' },
    { line: 'execution list -w github_push -n 100 -o csv', about: 'For a spreadsheet.' },
  ],
  async run({ values, host }) {
    const [{ createApiClient }, { listExecutions }, { executionShape, timeText }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../executions/list-executions.ts'),
      import('../executions/execution-shape.ts'),
    ])
    const limit = Number(values.limit ?? '20')
    if (!Number.isInteger(limit) || limit < 1) throw usageError(`--limit must be a whole number from 1, not "${values.limit}".`)
    const client = createApiClient(host, values.server)
    const { rows, completeTo } = await listExecutions(client, queryOf(values), limit)
    writeList(rows, executionShape(host), host, values)
    if (completeTo !== undefined)
      host.err.write(`The search index is behind: what was recorded after ${timeText(completeTo)} may be missing.\n`)
    return exitCode.ok
  },
})

function queryOf(values: Values<typeof filterOptions>): ExecutionQuery {
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
