import { serverOption } from '../api/server-option.ts'
import type { ApiTable } from '../api/table-types.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { listOptions, writeList } from '../output/write-list.ts'
import { tablePath, tablePlace } from '../tables/table-path.ts'
import { readWhere, whereOption } from '../tables/where-option.ts'

export const tableRecords = defineCommand({
  name: 'table records',
  summary: 'Lists the records of a table.',
  details: '"millrace table export" writes all of them, however many there are.',
  arguments: [tablePlace],
  options: {
    ...whereOption,
    sort: {
      type: 'text',
      value: 'COLUMNS',
      about: 'With commas between, - before one for the other way round.',
      fallback: 'as they were made',
    },
    select: { type: 'text', value: 'COLUMNS', about: 'Only these, with commas between.' },
    include: { type: 'text', value: 'COLUMNS', about: 'Pointers and relations in whose place the records shall stand.' },
    limit: { type: 'text', value: 'N', about: 'How many at most.', fallback: '100', short: 'n' },
    ...listOptions,
    ...serverOption,
  },
  examples: [
    { line: `table records customer --where '{"age":{"greaterThan":17}}' --sort -age`, about: 'The eldest first.' },
    { line: 'table records customer --select email -o csv -n 5000', about: 'One column, for a spreadsheet.' },
  ],
  async run({ args: [name = ''], values, host }) {
    const [{ createApiClient }, { listRecords }, { recordShape }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../tables/list-records.ts'),
      import('../tables/record-shape.ts'),
    ])
    const limit = Number(values.limit ?? '100')
    if (!Number.isInteger(limit) || limit < 1) throw usageError(`--limit must be a whole number from 1, not "${values.limit}".`)
    const client = createApiClient(host, values.server)
    const where = readWhere(values.where)
    const select = values.select?.split(',')
    const query = {
      ...(where !== undefined && { where }),
      ...(values.sort !== undefined && { sort: values.sort.split(',') }),
      ...(select !== undefined && { select }),
      ...(values.include !== undefined && { include: values.include.split(',') }),
    }
    const table = await client.get<ApiTable>(tablePath(name))
    writeList(await listRecords(client, name, query, limit), recordShape(table, select), host, values)
    return exitCode.ok
  },
})
