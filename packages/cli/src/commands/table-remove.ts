import { serverOption } from '../api/server-option.ts'
import { CliError, usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { tablePlace } from '../tables/table-path.ts'
import { whereOption } from '../tables/where-option.ts'

export const tableRemove = defineCommand({
  name: 'table remove',
  summary: 'Deletes records of a table, for good.',
  arguments: [tablePlace, { name: 'ID', about: 'The records; left out with --where.', isOptional: true, isRepeated: true }],
  options: { ...whereOption, yes: { type: 'flag', about: 'Does not ask before all that fit go.', short: 'y' }, ...serverOption },
  examples: [
    { line: 'table remove customer 018f2c5e1a00000000000001', about: 'That one.' },
    { line: `table remove log --where '{"createdAt":{"lessThan":"2027-01-01"}}' --yes`, about: 'What is old.' },
  ],
  async run({ args: [name = '', ...ids], values, host }) {
    const [{ createApiClient }, { writeWhere }] = await Promise.all([import('../api/api-client.ts'), import('../tables/write-where.ts')])
    if (ids.length > 0 === (values.where !== undefined)) throw usageError('Name records by their IDs, or choose them with --where.')
    const client = createApiClient(host, values.server)
    if (ids.length > 0) {
      // Together: all of them or, when one is not there, none.
      await client.post('/table-writes', { operations: ids.map((id) => ({ type: 'delete', table: name, id })) })
      host.err.write(`Deleted: ${ids.length}.\n`)
      return exitCode.ok
    }
    const count = await writeWhere(client, host, { table: name, where: values.where, yes: values.yes, verb: 'delete' })
    if (count === undefined) throw new CliError('Nothing was deleted.', exitCode.failed)
    host.err.write(`Deleted: ${count}.\n`)
    return exitCode.ok
  },
})
