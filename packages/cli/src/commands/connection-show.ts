import type { ApiConnection } from '../api/api-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const connectionShow = defineCommand({
  name: 'connection show',
  summary: 'Shows a connection, without its secrets.',
  arguments: [{ name: 'NAME', about: 'The connection.' }],
  options: { json: { type: 'flag', about: 'Prints one JSON document.' }, ...serverOption },
  examples: [{ line: 'connection show stripe', about: 'Its values, and which secrets are set.' }],
  async run({ args: [name = ''], values, host }) {
    const [{ createApiClient }, { printable }, { stringify }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../output/printable.ts'),
      import('yaml'),
    ])
    const connection = await createApiClient(host, values.server).get<ApiConnection>(`/connections/${encodeURIComponent(name)}`)
    host.out.write(values.json ? `${JSON.stringify(connection, null, 2)}\n` : printable(stringify(connection)))
    return exitCode.ok
  },
})
