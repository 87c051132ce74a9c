import { serverOption } from '../api/server-option.ts'
import type { ApiPoll } from '../api/trigger-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const pollList = defineCommand({
  name: 'poll list',
  summary: 'Lists the triggers that look by themselves, with their last and next look.',
  arguments: [],
  options: {
    workflow: { type: 'text', value: 'ID', about: 'Only those of this workflow.', short: 'w' },
    ...listOptions,
    ...serverOption,
  },
  examples: [{ line: 'poll list', about: 'When each looks next, and what the last look came to.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { allPages }, { pollShape }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../api/all-pages.ts'),
      import('../polls/poll-shape.ts'),
    ])
    const rows = await allPages<ApiPoll>(createApiClient(host, values.server), '/polls', { workflow: values.workflow })
    writeList(rows, pollShape(host), host, values)
    return exitCode.ok
  },
})
