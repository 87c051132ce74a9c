import { serverOption } from '../api/server-option.ts'
import type { ApiTableDetail } from '../api/table-types.ts'
import { CliError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { tablePath, tablePlace } from '../tables/table-path.ts'

export const tableDelete = defineCommand({
  name: 'table delete',
  summary: 'Deletes a table with all its records, for good.',
  arguments: [tablePlace],
  options: { yes: { type: 'flag', about: 'Does not ask.', short: 'y' }, ...serverOption },
  examples: [{ line: 'table delete scratch --yes', about: 'Without being asked.' }],
  async run({ args: [name = ''], values, host }) {
    const [{ createApiClient }, { confirm }, { countOf }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../output/confirm.ts'),
      import('../output/problem-text.ts'),
    ])
    const client = createApiClient(host, values.server)
    const { count } = await client.get<ApiTableDetail>(tablePath(name))
    const isAgreed = values.yes || (await confirm(`Delete the table ${name} with ${countOf(count, 'record')}?`, host))
    if (!isAgreed) throw new CliError('Nothing was deleted.', exitCode.failed)
    const gone = await client.send<{ readonly count: number }>('DELETE', tablePath(name))
    host.err.write(`The table ${name} is deleted, with ${countOf(gone.count, 'record')}.\n`)
    return exitCode.ok
  },
})
