import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { instanceDirectoryOption } from '../instance/instance-directory-option.ts'

export const stop = defineCommand({
  name: 'stop',
  summary: 'Ends the server that runs here, in order.',
  details: `Waits until it has ended and all that it recorded is on disk; what was running goes on at the next start. Exit code 3 when none runs.`,
  arguments: [],
  options: { ...instanceDirectoryOption },
  examples: [
    { line: 'stop', about: 'The server of the data directory of this project.' },
    { line: 'stop --data-dir /srv/orders', about: 'One of several on this machine.' },
  ],
  async run({ values, host }) {
    const [{ findDataDirectory }, { stopServer }] = await Promise.all([
      import('../configuration/data-directory.ts'),
      import('../instance/stop-server.ts'),
    ])
    await stopServer(findDataDirectory(host, values['data-dir']), host)
    return exitCode.ok
  },
})
