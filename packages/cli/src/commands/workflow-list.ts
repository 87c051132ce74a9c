import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { cell } from '../output/table.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const workflowList = defineCommand({
  name: 'workflow list',
  summary: 'Lists the published workflows.',
  arguments: [],
  options: { ...listOptions, ...serverOption },
  examples: [{ line: 'workflow list', about: 'Each with its newest version.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { listWorkflows }, { timeText }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../workflows/list-workflows.ts'),
      import('../executions/execution-shape.ts'),
    ])
    const rows = await listWorkflows(createApiClient(host, values.server))
    const shape = {
      headings: ['id', 'name', 'version', 'published'],
      cells: ({ id, name, version, publishedAt }: (typeof rows)[number]) => [id, cell(name), String(version), timeText(publishedAt)],
      fields: {
        id: ({ id }: (typeof rows)[number]) => id,
        name: ({ name = '' }: (typeof rows)[number]) => name,
        version: ({ version }: (typeof rows)[number]) => String(version),
        publishedAt: ({ publishedAt }: (typeof rows)[number]) => publishedAt,
      },
      empty: 'There are no workflows: publish one with "millrace workflow publish FILE".',
    }
    writeList(rows, shape, host, values)
    return exitCode.ok
  },
})
