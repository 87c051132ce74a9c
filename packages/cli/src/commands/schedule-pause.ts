import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { triggerPath, triggerPlace } from '../triggers/trigger-place.ts'

export const schedulePause = defineCommand({
  name: 'schedule pause',
  summary: 'Lets the times of a schedule pass without an execution until it is resumed.',
  arguments: triggerPlace,
  options: serverOption,
  examples: [{ line: 'schedule pause nightly_report nightly', about: 'Also versions to come do not fire.' }],
  async run({ args, values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    await createApiClient(host, values.server).post(`${triggerPath('schedules', args)}/pause`)
    host.err.write(`Paused; "millrace schedule resume ${args.join(' ')}" lets it go on.\n`)
    return exitCode.ok
  },
})
