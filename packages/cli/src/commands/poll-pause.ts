import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { pollPath, pollPlace } from '../polls/poll-path.ts'

export const pollPause = defineCommand({
  name: 'poll pause',
  summary: 'Lets a poll not look until it is resumed.',
  arguments: pollPlace,
  options: serverOption,
  examples: [{ line: 'poll pause support inbox', about: 'Also versions to come do not look.' }],
  async run({ args, values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    await createApiClient(host, values.server).post(`${pollPath(args)}/pause`)
    host.err.write(`Paused; "millrace poll resume ${args.join(' ')}" lets it go on.\n`)
    return exitCode.ok
  },
})
