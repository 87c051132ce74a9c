import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const workflowShow = defineCommand({
  name: 'workflow show',
  summary: 'Prints the file of a published workflow.',
  arguments: [{ name: 'ID', about: 'The workflow.' }],
  options: {
    json: { type: 'flag', about: 'Prints one JSON document, with version and time.' },
    ...serverOption,
  },
  examples: [{ line: 'workflow show github_push > workflow.yaml', about: 'The newest version, byte for byte.' }],
  async run({ args: [id = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const workflow = await createApiClient(host, values.server).get<{ readonly source: string }>(`/workflows/${encodeURIComponent(id)}`)
    host.out.write(values.json ? `${JSON.stringify(workflow, null, 2)}\n` : workflow.source)
    return exitCode.ok
  },
})
