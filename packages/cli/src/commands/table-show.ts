import { serverOption } from '../api/server-option.ts'
import type { ApiTableDetail } from '../api/table-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { tablePath, tablePlace } from '../tables/table-path.ts'

export const tableShow = defineCommand({
  name: 'table show',
  summary: 'Shows the columns of a table and how many records it has.',
  arguments: [tablePlace],
  options: { json: { type: 'flag', about: 'Prints one JSON document.' }, ...serverOption },
  examples: [{ line: 'table show customer', about: 'One column in a line.' }],
  async run({ args: [name], values, host }) {
    const [{ createApiClient }, { accessLines, columnLines }, { countOf }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../tables/loss-text.ts'),
      import('../output/problem-text.ts'),
    ])
    const table = await createApiClient(host, values.server).get<ApiTableDetail>(tablePath(name))
    if (values.json) {
      host.out.write(`${JSON.stringify(table, null, 2)}\n`)
      return exitCode.ok
    }
    const { count, columns, isLocked, access } = table
    const head = `${table.name}: ${countOf(count, 'record')}, ${isLocked ? 'locked' : 'a new field becomes a column'}`
    host.out.write(`${[head, ...columnLines(columns), ...accessLines(access)].join('\n')}\n`)
    return exitCode.ok
  },
})
