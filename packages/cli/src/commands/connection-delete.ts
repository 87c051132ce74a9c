import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const connectionDelete = defineCommand({
  name: 'connection delete',
  summary: 'Deletes a connection with its secrets.',
  arguments: [{ name: 'NAME', about: 'The connection.' }],
  options: { yes: { type: 'flag', about: 'Does not ask: needed without a terminal.', short: 'y' }, ...serverOption },
  examples: [{ line: 'connection delete stripe', about: 'Steps that use it fail from now on.' }],
  async run({ args: [name = ''], values, host }) {
    const [{ createApiClient }, { confirm }] = await Promise.all([import('../api/api-client.ts'), import('../output/confirm.ts')])
    const client = createApiClient(host, values.server)
    const path = `/connections/${encodeURIComponent(name)}`
    // Nobody is asked about what is not there.
    await client.get(path)
    if (!values.yes && !(await confirm(`This deletes connection ${name}; steps that use it fail from then on. Go on?`, host))) {
      host.err.write('Nothing is deleted.\n')
      return exitCode.failed
    }
    await client.send('DELETE', path)
    host.err.write(`Connection ${name} is deleted.\n`)
    return exitCode.ok
  },
})
