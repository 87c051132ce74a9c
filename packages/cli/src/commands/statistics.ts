import { serverOption } from '../api/server-option.ts'
import type { ApiStatistics } from '../api/statistics-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const statistics = defineCommand({
  name: 'statistics',
  summary: 'Counts what ended: by status, success rate, durations.',
  details: `A line for each workflow, and one for all of them. With --step a line for each slot of time in which something ended.
The counts are exact and stay when executions are deleted; p50, p95 and p99 are known to within a tenth.`,
  arguments: [],
  options: {
    workflow: { type: 'text', value: 'ID', about: 'Only this workflow.', short: 'w' },
    last: { type: 'text', value: 'TIME', about: 'What ended within this time, such as 1h, 24h or 30d.', fallback: '24h' },
    from: { type: 'text', value: 'TIME', about: 'What ended at this time or later: 2027-03-01, or 2027-03-01T09:00:00Z.' },
    to: { type: 'text', value: 'TIME', about: 'What ended before this time.', fallback: 'now' },
    step: { type: 'text', value: 'TIME', about: 'A line for each slot of this length, such as 5m, 1h or 1d.' },
    ...listOptions,
    ...serverOption,
  },
  examples: [
    { line: 'statistics', about: 'The last day, by workflow.' },
    { line: 'statistics -w orders --last 7d --step 1d -o csv', about: 'A week of one workflow, day by day, for a spreadsheet.' },
  ],
  async run({ values, host }) {
    const [{ createApiClient }, { statisticsQuery }, { slotShape, workflowRows, workflowShape }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../statistics/statistics-query.ts'),
      import('../statistics/statistics-shape.ts'),
    ])
    const query = statisticsQuery(values)
    const found = await createApiClient(host, values.server).get<ApiStatistics>('/statistics', query)
    if (values.json || values.output === 'json') host.out.write(`${JSON.stringify(found, null, 2)}\n`)
    else if (found.slots === undefined) writeList(workflowRows(found), workflowShape, host, values)
    else writeList(found.slots, slotShape, host, values)
    return exitCode.ok
  },
})
