import type { JsonObject } from '@millrace/engine'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { tablePath, tablePlace } from '../tables/table-path.ts'

export const tableGet = defineCommand({
  name: 'table get',
  summary: 'Prints a record as JSON.',
  arguments: [tablePlace, { name: 'ID', about: 'The id of the record.' }],
  options: {
    include: { type: 'text', value: 'COLUMNS', about: 'Pointers and relations in whose place the records shall stand.' },
    ...serverOption,
  },
  examples: [{ line: 'table get order 018f2c5e1a00000000000001 --include owner', about: 'With the customer in the place of the pointer.' }],
  async run({ args: [name = '', id = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const client = createApiClient(host, values.server)
    const record = await client.get<JsonObject>(tablePath(name, 'records', id), { include: values.include })
    host.out.write(`${JSON.stringify(record, null, 2)}\n`)
    return exitCode.ok
  },
})
