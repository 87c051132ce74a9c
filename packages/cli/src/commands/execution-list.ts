import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { executionStatuses } from '../executions/execution-statuses.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const executionList = defineCommand({
  name: 'execution list',
  summary: 'Lists executions, newest first.',
  arguments: [],
  options: {
    workflow: { type: 'text', value: 'ID', about: 'Only those of this workflow.', short: 'w' },
    status: { type: 'texts', value: 'STATUS', choices: executionStatuses, about: 'Only those in this status.' },
    limit: { type: 'text', value: 'N', about: 'How many at most.', fallback: '20', short: 'n' },
    ...listOptions,
    ...serverOption,
  },
  examples: [
    { line: 'execution list --status failed', about: 'What went wrong lately.' },
    { line: 'execution list -w github_push -n 100 -o csv', about: 'For a spreadsheet.' },
  ],
  async run({ values, host }) {
    const [{ createApiClient }, { listExecutions }, { executionShape }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../executions/list-executions.ts'),
      import('../executions/execution-shape.ts'),
    ])
    const limit = Number(values.limit ?? '20')
    if (!Number.isInteger(limit) || limit < 1) throw usageError(`--limit must be a whole number from 1, not "${values.limit}".`)
    const client = createApiClient(host, values.server)
    const rows = await listExecutions(client, { workflow: values.workflow, status: values.status, limit })
    writeList(rows, executionShape(host), host, values)
    return exitCode.ok
  },
})
