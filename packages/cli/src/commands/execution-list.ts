import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { filterOptions, queryOf } from '../executions/execution-filter.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

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
