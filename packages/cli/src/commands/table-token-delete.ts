import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const tableTokenDelete = defineCommand({
  name: 'table-token delete',
  summary: 'Takes a token for records back.',
  arguments: [{ name: 'TOKEN', about: 'Its name, as "table-token list" shows it.' }],
  options: serverOption,
  examples: [{ line: 'table-token delete 01m7zscn6n0cjdv73pdtpkk1xp', about: 'It is refused at once, on open links too.' }],
  async run({ args: [token = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    await createApiClient(host, values.server).send('DELETE', `/table-tokens/${encodeURIComponent(token)}`)
    host.err.write(`The token ${token} is good for nothing any more.\n`)
    return exitCode.ok
  },
})
