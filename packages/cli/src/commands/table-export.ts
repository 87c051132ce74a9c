import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { formatOf, formatOption } from '../tables/file-format.ts'
import { tablePath, tablePlace } from '../tables/table-path.ts'
import { readWhere, whereOption } from '../tables/where-option.ts'

export const tableExport = defineCommand({
  name: 'table export',
  summary: 'Writes the records of a table as CSV, JSON or NDJSON, however many there are.',
  details: 'A relation is a list of ids. A CSV file holds texts as they are: a spreadsheet may take one that begins with = for a formula.',
  arguments: [tablePlace],
  options: {
    to: { type: 'text', value: 'FILE', about: 'Where to write it, in place of what is there.', fallback: 'standard output' },
    ...formatOption,
    ...whereOption,
    sort: {
      type: 'text',
      value: 'COLUMNS',
      about: 'With commas between, - before one for the other way round.',
      fallback: 'as they were made',
    },
    select: { type: 'text', value: 'COLUMNS', about: 'Only these, with commas between, and the id.' },
    ...serverOption,
  },
  examples: [
    { line: 'table export order --to orders.csv', about: 'All of them, with their ids.' },
    { line: `table export order --format ndjson --where '{"status":"open"}'`, about: 'What is open, one object in a line.' },
  ],
  async run({ args: [name = ''], values, host }) {
    const [{ createApiClient }, { writeDownload }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../files/write-download.ts'),
    ])
    const where = readWhere(values.where)
    const query = new URLSearchParams({
      format: values.format === undefined && values.to === undefined ? 'csv' : formatOf(values.format, values.to ?? ''),
      ...(where !== undefined && { where: JSON.stringify(where) }),
      ...(values.sort !== undefined && { sort: values.sort }),
      ...(values.select !== undefined && { select: values.select }),
    })
    await writeDownload(await createApiClient(host, values.server).download(`${tablePath(name, 'export')}?${query}`), values.to, host)
    return exitCode.ok
  },
})
