import { isJsonObject, type JsonObject } from '@millrace/engine'
import { serverOption } from '../api/server-option.ts'
import { CliError, usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { tablePath, tablePlace } from '../tables/table-path.ts'
import { whereOption } from '../tables/where-option.ts'

export const tableUpdate = defineCommand({
  name: 'table update',
  summary: 'Changes fields of a record, or of all that fit.',
  arguments: [
    tablePlace,
    { name: 'DATA', about: 'The fields that change: JSON, @file, or - for standard input.' },
    { name: 'ID', about: 'The record; left out with --where.', isOptional: true },
  ],
  options: { ...whereOption, yes: { type: 'flag', about: 'Does not ask before many change.', short: 'y' }, ...serverOption },
  examples: [
    { line: `table update customer '{"age":37}' 018f2c5e1a00000000000001`, about: 'One record; prints what it is now.' },
    { line: `table update order '{"status":"seen"}' --where '{"status":"new"}' --yes`, about: 'All that fit.' },
  ],
  async run({ args: [name = '', data = '', id], values, host }) {
    const [{ createApiClient }, { readData }, { writeWhere }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../run/read-data.ts'),
      import('../tables/write-where.ts'),
    ])
    if ((id === undefined) === (values.where === undefined)) throw usageError('Name a record by its ID, or choose records with --where.')
    const changes = await readData(data, host, 'DATA')
    if (!isJsonObject(changes)) throw usageError('DATA must be a JSON object with the fields that change.')
    const client = createApiClient(host, values.server)
    if (id !== undefined) {
      const record = await client.send<JsonObject>('PATCH', tablePath(name, 'records', id), changes)
      host.out.write(`${JSON.stringify(record, null, 2)}\n`)
      return exitCode.ok
    }
    const count = await writeWhere(client, host, { table: name, where: values.where, yes: values.yes, verb: 'change', changes })
    if (count === undefined) throw new CliError('Nothing was changed.', exitCode.failed)
    host.err.write(`Changed: ${count}.\n`)
    return exitCode.ok
  },
})
