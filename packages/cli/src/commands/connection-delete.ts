import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const connectionDelete = defineCommand({
  name: 'connection delete',
  summary: 'Deletes a connection with its secrets.',
  arguments: [{ name: 'NAME', about: 'The connection.' }],
  options: serverOption,
  examples: [{ line: 'connection delete stripe', about: 'Steps that use it fail from now on.' }],
  async run({ args: [name = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    await createApiClient(host, values.server).send('DELETE', `/connections/${encodeURIComponent(name)}`)
    host.err.write(`Connection ${name} is deleted.\n`)
    return exitCode.ok
  },
})
