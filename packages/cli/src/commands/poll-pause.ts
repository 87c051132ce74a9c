import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { triggerPath, triggerPlace } from '../triggers/trigger-place.ts'

export const pollPause = defineCommand({
  name: 'poll pause',
  summary: 'Lets a poll not look until it is resumed.',
  arguments: triggerPlace,
  options: serverOption,
  examples: [{ line: 'poll pause support inbox', about: 'Also versions to come do not look.' }],
  async run({ args, values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    await createApiClient(host, values.server).post(`${triggerPath('polls', args)}/pause`)
    host.err.write(`Paused; "millrace poll resume ${args.join(' ')}" lets it go on.\n`)
    return exitCode.ok
  },
})
