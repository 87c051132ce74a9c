import { serverOption } from '../api/server-option.ts'
import type { ApiImported } from '../api/table-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { formatOf, formatOption } from '../tables/file-format.ts'
import { tablePath, tablePlace } from '../tables/table-path.ts'

export const tableImport = defineCommand({
  name: 'table import',
  summary: 'Adds the records of a CSV, JSON or NDJSON file to a table, all of them or none.',
  details: `The whole file is looked through first. When lines are wrong they are told with their numbers, and nothing is written. A table that is not
there is made; columns that it does not have get the type that all their values have. Names that no column can have are made ones that it can:
First Name becomes First_Name. Exit code 1 when lines were wrong.`,
  arguments: [tablePlace, { name: 'FILE', about: 'The file. The first row of CSV names the columns.' }],
  options: {
    ...formatOption,
    key: { type: 'text', value: 'COLUMN', about: 'A unique column, or id: a record that has the same there is updated.', short: 'k' },
    delimiter: {
      type: 'text',
      value: 'CHARACTER',
      choices: [',', ';', '|', 'tab'],
      about: 'What stands between the cells of CSV. Left out: what its first line has most of.',
    },
    rename: { type: 'texts', value: 'FIELD=COLUMN', about: 'What a field of the file shall be called in the table.' },
    'skip-wrong': { type: 'flag', about: 'Leaves out lines that are wrong, and imports the others.' },
    'dry-run': { type: 'flag', about: 'Only says what would happen.' },
    ...serverOption,
  },
  examples: [
    { line: 'table import order orders.csv --dry-run', about: 'What would happen, and which lines are wrong.' },
    { line: 'table import customer customers.ndjson --key email', about: 'New ones are added, known ones updated.' },
    { line: 'table import order export.csv --rename id=number', about: 'Its own numbers become a column beside the id of each record.' },
  ],
  async run({ args: [name = '', file = ''], values, host }) {
    const [{ createApiClient }, { openGivenFile }, { resolve }, { importText }, { readRename }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../run/read-data.ts'),
      import('node:path'),
      import('../tables/import-text.ts'),
      import('../tables/read-rename.ts'),
    ])
    const content = await openGivenFile(resolve(host.directory, file), 'FILE')
    const delimiter = values.delimiter ?? (/\.tsv$/i.test(file) ? 'tab' : undefined)
    const query = new URLSearchParams({
      format: formatOf(values.format, file),
      wrong: values['skip-wrong'] ? 'skip' : 'refuse',
      dryRun: String(values['dry-run']),
      rename: JSON.stringify(readRename(values.rename)),
      ...(delimiter !== undefined && { delimiter: delimiter === 'tab' ? '\t' : delimiter }),
      ...(values.key !== undefined && { key: values.key }),
    })
    const path = `${tablePath(name, 'import')}?${query}`
    const done = await createApiClient(host, values.server).upload<ApiImported>(path, content, 'application/octet-stream')
    host.err.write(`${importText(done, values['dry-run'])}\n`)
    return done.wrong > 0 ? exitCode.failed : exitCode.ok
  },
})
