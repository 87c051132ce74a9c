import type { ApiConnection } from '../api/api-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { cell } from '../output/table.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const connectionList = defineCommand({
  name: 'connection list',
  summary: 'Lists the connections, without their secrets.',
  arguments: [],
  options: { ...listOptions, ...serverOption },
  examples: [{ line: 'connection list', about: 'Those of the environment first.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { allPages }, { timeText }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../api/all-pages.ts'),
      import('../executions/execution-shape.ts'),
    ])
    const rows = await allPages<ApiConnection>(createApiClient(host, values.server), '/connections')
    const shape = {
      headings: ['name', 'type', 'origin', 'changed', 'problem'],
      cells: ({ name, type, origin, updatedAt, problem }: ApiConnection) => [
        name,
        cell(type),
        origin,
        updatedAt === undefined ? '' : timeText(updatedAt),
        cell(problem),
      ],
      empty: 'There are no connections: make one with "millrace connection set NAME --type TYPE".',
    }
    writeList(rows, shape, host, values)
    return exitCode.ok
  },
})
