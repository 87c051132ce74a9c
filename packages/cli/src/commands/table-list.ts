import { serverOption } from '../api/server-option.ts'
import type { ApiTable } from '../api/table-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'

export const tableList = defineCommand({
  name: 'table list',
  summary: 'Lists the tables with their columns.',
  arguments: [],
  options: { ...listOptions, ...serverOption },
  examples: [{ line: 'table list', about: 'All of them, by name.' }],
  async run({ values, host }) {
    const [{ createApiClient }, { allPages }, { tableShape }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../api/all-pages.ts'),
      import('../tables/table-shape.ts'),
    ])
    writeList(await allPages<ApiTable>(createApiClient(host, values.server), '/tables'), tableShape, host, values)
    return exitCode.ok
  },
})
