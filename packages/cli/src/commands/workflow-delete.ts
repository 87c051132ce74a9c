import { serverOption } from '../api/server-option.ts'
import { CliError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const workflowDelete = defineCommand({
  name: 'workflow delete',
  summary: 'Unpublishes a workflow: its triggers stop, what runs goes on to its end, and its history stays.',
  details:
    'One that is in the folder the server was started with is refused: delete its file first. Published again it goes on with the next version.',
  arguments: [{ name: 'ID', about: 'The workflow.' }],
  options: { yes: { type: 'flag', about: 'Does not ask.', short: 'y' }, ...serverOption },
  examples: [{ line: 'workflow delete process_order', about: 'After asking.' }],
  async run({ args: [id = ''], values, host }) {
    const [{ createApiClient }, { confirm }] = await Promise.all([import('../api/api-client.ts'), import('../output/confirm.ts')])
    const client = createApiClient(host, values.server)
    const path = `/workflows/${encodeURIComponent(id)}`
    const { version } = await client.get<{ readonly version: number }>(path)
    const isAgreed = values.yes || (await confirm(`Unpublish the workflow ${id}, version ${version}?`, host))
    if (!isAgreed) throw new CliError('Nothing was changed.', exitCode.failed)
    await client.send('DELETE', path)
    host.err.write(`The workflow ${id} is unpublished. Its versions and history stay.\n`)
    return exitCode.ok
  },
})
