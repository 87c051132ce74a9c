import type { ApiPage } from '../api/api-types.ts'
import type { ApiExecutionSummary } from '../api/execution-types.ts'
import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

const largestPage = 200

export const deadLetterList = defineCommand({
  name: 'dead-letter list',
  summary: 'Lists executions that failed for good, newest first.',
  details: 'Each stays here until it is replayed or deleted.',
  arguments: [],
  options: {
    workflow: { type: 'text', value: 'ID', about: 'Only those of this workflow.', short: 'w' },
    code: { type: 'text', value: 'CODE', about: 'Only those with this error code.' },
    limit: { type: 'text', value: 'N', about: 'How many at most, up to 200.', fallback: '50', short: 'n' },
    ...listOptions,
    ...serverOption,
  },
  examples: [{ line: 'dead-letter list -w orders', about: 'What of the orders has failed.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { letterShape }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../dead-letters/letter-shape.ts'),
    ])
    const { workflow, code, limit = '50' } = values
    const count = Number(limit)
    if (!Number.isInteger(count) || count < 1 || count > largestPage)
      throw usageError(`--limit must be a whole number from 1 to ${largestPage}, not "${limit}".`)
    const client = createApiClient(host, values.server)
    const { items, nextCursor } = await client.get<ApiPage<ApiExecutionSummary>>('/dead-letters', { workflow, code, limit })
    writeList(items, letterShape, host, values)
    if (nextCursor !== undefined) host.err.write('There are more: raise --limit, or narrow the list.\n')
    return exitCode.ok
  },
})
