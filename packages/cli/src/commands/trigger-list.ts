import { serverOption } from '../api/server-option.ts'
import type { ApiTrigger } from '../api/trigger-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const triggerList = defineCommand({
  name: 'trigger list',
  summary: 'Lists what starts executions: addresses, who may call them, and the last time.',
  arguments: [],
  options: {
    workflow: { type: 'text', value: 'ID', about: 'Only those of this workflow.', short: 'w' },
    type: { type: 'text', value: 'TYPE', about: 'Only those of this type, e.g. webhook.', short: 't' },
    ...listOptions,
    ...serverOption,
  },
  examples: [{ line: 'trigger list -t webhook', about: 'Every webhook with its full address.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { allPages }, { triggerShape }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../api/all-pages.ts'),
      import('../triggers/trigger-shape.ts'),
    ])
    const query = { workflow: values.workflow, type: values.type }
    writeList(await allPages<ApiTrigger>(createApiClient(host, values.server), '/triggers', query), triggerShape(host), host, values)
    return exitCode.ok
  },
})
