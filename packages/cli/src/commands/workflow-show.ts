import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

interface Shown {
  readonly source: string
  readonly version: number
  readonly draft?: true
}

export const workflowShow = defineCommand({
  name: 'workflow show',
  summary: 'Prints the file of a workflow.',
  arguments: [{ name: 'ID', about: 'The workflow.' }],
  options: {
    version: { type: 'text', value: 'N', about: 'That version, a draft too.', fallback: 'the newest that is published' },
    json: { type: 'flag', about: 'Prints one JSON document, with version and time.' },
    ...serverOption,
  },
  examples: [{ line: 'workflow show github_push > workflow.yaml', about: 'The newest version, byte for byte.' }],
  async run({ args: [id = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const path = `/workflows/${encodeURIComponent(id)}`
    const workflow = await createApiClient(host, values.server).get<Shown>(path, { version: values.version })
    if (workflow.draft) host.err.write(`Version ${workflow.version} is a draft: no trigger uses it.\n`)
    host.out.write(values.json ? `${JSON.stringify(workflow, null, 2)}\n` : workflow.source)
    return exitCode.ok
  },
})
