import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

interface Shown {
  readonly source: string
  readonly version: number
  readonly draft?: true
  readonly unfinished: Readonly<Record<'running' | 'queued' | 'waiting' | 'paused', number>>
}

export const workflowShow = defineCommand({
  name: 'workflow show',
  summary: 'Prints the file of a workflow.',
  details: 'How many of its executions run, are queued, wait or are paused is told beside it, if any are; "--json" has it too.',
  arguments: [{ name: 'ID', about: 'The workflow.' }],
  options: {
    version: { type: 'text', value: 'N', about: 'That version, a draft too.', fallback: 'the newest that is published' },
    json: { type: 'flag', about: 'Prints one JSON document, with version, time and the counts.' },
    ...serverOption,
  },
  examples: [{ line: 'workflow show github_push > workflow.yaml', about: 'The newest version, byte for byte.' }],
  async run({ args: [id = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const path = `/workflows/${encodeURIComponent(id)}`
    const workflow = await createApiClient(host, values.server).get<Shown>(path, { version: values.version })
    if (workflow.draft) host.err.write(`Version ${workflow.version} is a draft: no trigger uses it.\n`)
    if (!values.json) for (const line of unfinishedLines(workflow)) host.err.write(line)
    host.out.write(values.json ? `${JSON.stringify(workflow, null, 2)}\n` : workflow.source)
    return exitCode.ok
  },
})

function unfinishedLines({ unfinished }: Shown): readonly string[] {
  const counts = Object.entries(unfinished).filter(([, count]) => count > 0)
  return counts.length === 0
    ? []
    : [`Executions that have not ended: ${counts.map(([status, count]) => `${count} ${status}`).join(', ')}.\n`]
}
