import { isJsonObject, type JsonObject } from '@millrace/engine'
import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { tablePath, tablePlace } from '../tables/table-path.ts'

export const tableInsert = defineCommand({
  name: 'table insert',
  summary: 'Adds a record, or a list of them, and prints what is there now.',
  details: 'A list is added as a whole or not at all, 10,000 records at most; "millrace table import" takes files of any size.',
  arguments: [tablePlace, { name: 'DATA', about: 'An object or a list of objects: JSON, @file, or - for standard input.' }],
  options: serverOption,
  examples: [{ line: `table insert customer '{"email":"ada@example.com","age":36}'`, about: 'A table that is not there is made.' }],
  async run({ args: [name = '', data = ''], values, host }) {
    const [{ createApiClient }, { readData }] = await Promise.all([import('../api/api-client.ts'), import('../run/read-data.ts')])
    const given = await readData(data, host, 'DATA')
    const client = createApiClient(host, values.server)
    if (isJsonObject(given)) {
      host.out.write(`${JSON.stringify(await client.post(tablePath(name, 'records'), given), null, 2)}\n`)
      return exitCode.ok
    }
    if (!Array.isArray(given) || !given.every(isJsonObject)) throw usageError('DATA must be a JSON object, or a list of objects.')
    const operations = given.map((record) => ({ type: 'insert', table: name, record }))
    const { items } = await client.post<{ readonly items: readonly { readonly record: JsonObject }[] }>('/table-writes', { operations })
    host.out.write(
      `${JSON.stringify(
        items.map(({ record }) => record),
        null,
        2,
      )}\n`,
    )
    return exitCode.ok
  },
})
