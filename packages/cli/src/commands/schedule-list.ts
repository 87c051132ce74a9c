import { serverOption } from '../api/server-option.ts'
import type { ApiSchedule } from '../api/trigger-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const scheduleList = defineCommand({
  name: 'schedule list',
  summary: 'Lists the triggers that fire by the clock, with their last and next time.',
  arguments: [],
  options: {
    workflow: { type: 'text', value: 'ID', about: 'Only those of this workflow.', short: 'w' },
    ...listOptions,
    ...serverOption,
  },
  examples: [{ line: 'schedule list -o csv', about: 'All of them, for a spreadsheet.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { allPages }, { scheduleShape }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../api/all-pages.ts'),
      import('../schedules/schedule-shape.ts'),
    ])
    const rows = await allPages<ApiSchedule>(createApiClient(host, values.server), '/schedules', { workflow: values.workflow })
    writeList(rows, scheduleShape(host), host, values)
    return exitCode.ok
  },
})
