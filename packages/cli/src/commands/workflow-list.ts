import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { cell } from '../output/table.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const workflowList = defineCommand({
  name: 'workflow list',
  summary: 'Lists the workflows: what is published, and what is edited.',
  arguments: [],
  options: {
    search: { type: 'text', value: 'TEXT', about: 'Only those that have these words in id, name, description or tags.' },
    tag: { type: 'text', value: 'TAG', about: 'Only those with this tag.' },
    ...listOptions,
    ...serverOption,
  },
  examples: [{ line: 'workflow list', about: 'Each with its newest version.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { listWorkflows }, { timeText }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../workflows/list-workflows.ts'),
      import('../executions/execution-shape.ts'),
    ])
    const rows = await listWorkflows(createApiClient(host, values.server), { search: values.search, tag: values.tag })
    const shape = {
      headings: ['id', 'name', 'version', 'published', 'edited', 'tags'],
      cells: ({ id, name, version, publishedAt, hasDraft, tags = [] }: (typeof rows)[number]) => [
        id,
        cell(name),
        version === undefined ? 'none yet' : String(version),
        publishedAt === undefined ? '' : timeText(publishedAt),
        hasDraft ? 'draft' : '',
        cell(tags.join(', ')),
      ],
      fields: {
        id: ({ id }: (typeof rows)[number]) => id,
        name: ({ name = '' }: (typeof rows)[number]) => name,
        version: ({ version }: (typeof rows)[number]) => (version === undefined ? '' : String(version)),
        publishedAt: ({ publishedAt = '' }: (typeof rows)[number]) => publishedAt,
        hasDraft: ({ hasDraft }: (typeof rows)[number]) => String(hasDraft),
      },
      empty: 'There are no workflows: publish one with "millrace workflow publish FILE".',
    }
    writeList(rows, shape, host, values)
    return exitCode.ok
  },
})
