import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { triggerPath, triggerPlace } from '../triggers/trigger-place.ts'

export const pollResume = defineCommand({
  name: 'poll resume',
  summary: 'Lets a paused poll look again; it finds what has come meanwhile.',
  arguments: triggerPlace,
  options: serverOption,
  examples: [{ line: 'poll resume support inbox', about: 'It looks at once.' }],
  async run({ args, values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    await createApiClient(host, values.server).post(`${triggerPath('polls', args)}/resume`)
    host.err.write('Resumed: it looks now.\n')
    return exitCode.ok
  },
})
