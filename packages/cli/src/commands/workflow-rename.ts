import type { ApiWorkflowSummary } from '../api/api-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const workflowRename = defineCommand({
  name: 'workflow rename',
  summary: 'Gives a workflow another name for people; its id stays.',
  details: 'The rest of its file stays as it is. One that is in the folder the server was started with is refused: change its file.',
  arguments: [
    { name: 'ID', about: 'The workflow.' },
    { name: 'NAME', about: 'What it shall be called.' },
  ],
  options: serverOption,
  examples: [{ line: 'workflow rename process_order Orders', about: 'A new version with this name.' }],
  async run({ args: [id = '', name = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const client = createApiClient(host, values.server)
    const { version } = await client.send<ApiWorkflowSummary>('PATCH', `/workflows/${encodeURIComponent(id)}`, { name })
    host.err.write(`${id} version ${version} is called ${JSON.stringify(name)}.\n`)
    return exitCode.ok
  },
})
