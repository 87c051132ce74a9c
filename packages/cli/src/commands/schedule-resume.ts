import { serverOption } from '../api/server-option.ts'
import type { ApiSchedule } from '../api/trigger-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { triggerPath, triggerPlace } from '../triggers/trigger-place.ts'

export const scheduleResume = defineCommand({
  name: 'schedule resume',
  summary: 'Lets a paused schedule go on with its next time.',
  arguments: triggerPlace,
  options: serverOption,
  examples: [{ line: 'schedule resume nightly_report nightly', about: 'What passed meanwhile is not made up for.' }],
  async run({ args, values, host }) {
    const [{ createApiClient }, { nextText }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../schedules/schedule-shape.ts'),
    ])
    const schedule = await createApiClient(host, values.server).post<ApiSchedule>(`${triggerPath('schedules', args)}/resume`)
    host.err.write(`It goes on; next: ${nextText(schedule)}\n`)
    return exitCode.ok
  },
})
