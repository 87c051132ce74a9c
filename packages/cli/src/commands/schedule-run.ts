import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { triggerPath, triggerPlace } from '../triggers/trigger-place.ts'

export const scheduleRun = defineCommand({
  name: 'schedule run',
  summary: 'Starts an execution of a schedule now, beside its times.',
  arguments: triggerPlace,
  options: serverOption,
  examples: [{ line: 'schedule run nightly_report nightly', about: 'As if its time had come.' }],
  async run({ args, values, host }) {
    const { createApiClient } = await import('../api/api-client.ts')
    const { executionId } = await createApiClient(host, values.server).post<{ readonly executionId: string }>(
      `${triggerPath('schedules', args)}/run`,
    )
    host.out.write(`${executionId}\n`)
    host.err.write(`"millrace execution watch ${executionId}" shows how it goes.\n`)
    return exitCode.ok
  },
})
