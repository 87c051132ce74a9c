import { defineCommand } from '../command/command.ts'
import { instanceDirectoryOption } from '../instance/instance-directory-option.ts'

export const status = defineCommand({
  name: 'status',
  summary: 'Says whether a server runs here, and where it listens.',
  details: `Address, data directory, process, version, since when, and the id in its health. Exit code 0 when it runs and answers, 3 when none runs, 1 when
something has the directory and does not answer.`,
  arguments: [],
  options: { json: { type: 'flag', about: 'Prints it as JSON.' }, ...instanceDirectoryOption },
  examples: [
    { line: 'status', about: 'Of the data directory of this project.' },
    { line: 'status --data-dir /srv/orders --json', about: 'Of another one, for a script.' },
  ],
  async run({ values, host }) {
    const [{ findDataDirectory }, { tellStatus }] = await Promise.all([
      import('../configuration/data-directory.ts'),
      import('../instance/tell-status.ts'),
    ])
    return tellStatus(findDataDirectory(host, values['data-dir']), values.json ? 'json' : 'text', host)
  },
})
