import { serverOption } from '../api/server-option.ts'
import { usageError } from '../cli-error.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

interface Published {
  readonly id: string
  readonly version: number
}

export const workflowRollBack = defineCommand({
  name: 'workflow roll-back',
  summary: 'Publishes an older version of a workflow again, as the newest.',
  details:
    'Nothing is lost: the versions between stay in "workflow versions". Where the server has a folder of workflow files, the file is written too.',
  arguments: [{ name: 'ID', about: 'The workflow.' }],
  options: {
    to: { type: 'text', value: 'N', about: 'The version whose text shall be the newest one.' },
    note: { type: 'text', value: 'TEXT', about: 'Why, for the list of versions.' },
    overwrite: { type: 'flag', about: 'Also over a file that was changed since and has mistakes.' },
    ...serverOption,
  },
  examples: [{ line: 'workflow roll-back orders --to 7 --note charges-twice', about: 'Version 7 serves again, as version 9.' }],
  async run({ args: [id = ''], values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const version = Number(values.to)
    if (!Number.isInteger(version) || version < 1)
      throw usageError('Name the version with --to N: "millrace workflow versions" lists them.')
    const client = createApiClient(host, values.server)
    const { note, overwrite = false } = values
    const body = { version, overwrite, ...(note !== undefined && { note }) }
    const published = await client.post<Published>(`/workflows/${encodeURIComponent(id)}/roll-back`, body)
    host.err.write(`${published.id} version ${published.version} is published on ${client.server}, with the text of version ${version}.\n`)
    return exitCode.ok
  },
})
