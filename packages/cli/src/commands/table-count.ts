import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { tablePlace } from '../tables/table-path.ts'
import { readWhere, whereOption } from '../tables/where-option.ts'

export const tableCount = defineCommand({
  name: 'table count',
  summary: 'Counts the records of a table, or those that fit.',
  arguments: [tablePlace],
  options: { ...whereOption, ...serverOption },
  examples: [{ line: `table count order --where '{"status":"open"}'`, about: 'Prints the number alone.' }],
  async run({ args: [name = ''], values, host }) {
    const [{ createApiClient }, { countRecords }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../tables/count-records.ts'),
    ])
    host.out.write(`${await countRecords(createApiClient(host, values.server), name, readWhere(values.where))}\n`)
    return exitCode.ok
  },
})
