import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { filterOptions, queryOf } from '../executions/execution-filter.ts'
import { exitCode } from '../exit-code.ts'
import { formatOf, formatOption } from '../tables/file-format.ts'

export const executionExport = defineCommand({
  name: 'execution export',
  summary: 'Writes the list of executions as CSV, JSON or NDJSON, however many there are.',
  details: `One line each, newest first. What an execution has recorded is in "execution show --json". A CSV file holds texts as they are: a
spreadsheet may take one that begins with = for a formula.`,
  arguments: [],
  options: {
    to: { type: 'text', value: 'FILE', about: 'Where to write it, in place of what is there.', fallback: 'standard output' },
    ...formatOption,
    ...filterOptions,
    ...serverOption,
  },
  examples: [
    { line: 'execution export --to executions.csv', about: 'All of them.' },
    { line: 'execution export -w orders --status failed --format ndjson', about: 'What failed of one workflow, one object in a line.' },
  ],
  async run({ values, host }) {
    const [{ createApiClient }, { writeDownload }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../files/write-download.ts'),
    ])
    const format = values.format === undefined && values.to === undefined ? 'csv' : formatOf(values.format, values.to ?? '')
    const given = Object.entries(queryOf(values)).filter((entry): entry is [string, string] => entry[1] !== undefined)
    const query = new URLSearchParams([...given, ['format', format]])
    await writeDownload(await createApiClient(host, values.server).download(`/executions/export?${query}`), values.to, host)
    return exitCode.ok
  },
})
