import type { ApiRetention, ApiRetentionSetting } from '../api/retention-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const retentionShow = defineCommand({
  name: 'retention show',
  summary: 'Shows what is kept of executions, for how long, and how much that is.',
  arguments: [],
  options: { workflow: { type: 'text', value: 'ID', about: 'What holds for this workflow.', short: 'w' }, ...listOptions, ...serverOption },
  examples: [{ line: 'retention show --workflow orders', about: 'Where each value comes from, too.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { sizeText }] = await Promise.all([import('../api/api-client.ts'), import('../output/size-text.ts')])
    const client = createApiClient(host, values.server)
    const { settings, size, last } = await client.get<ApiRetention>('/retention', { workflow: values.workflow })
    const shape = {
      headings: ['setting', 'value', 'from', 'about'],
      cells: ({ name, value, origin, about }: ApiRetentionSetting) => [name, value, origin, about],
      empty: 'There are no settings.',
    }
    writeList(settings, shape, host, values)
    host.err.write(
      `The database has ${sizeText(size.bytes)}, of which ${sizeText(size.freeBytes)} are free; files ${sizeText(size.fileBytes)}.\n`,
    )
    if (last !== undefined)
      host.err.write(`Last clean-up at ${last.at}: ${last.success + last.failure} executions, ${sizeText(last.bytes)}.\n`)
    return exitCode.ok
  },
})
