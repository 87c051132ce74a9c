import { serverOption } from '../api/server-option.ts'
import type { ApiScheduleDetail } from '../api/trigger-types.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'
import { triggerPath, triggerPlace } from '../triggers/trigger-place.ts'

export const scheduleShow = defineCommand({
  name: 'schedule show',
  summary: 'Shows when a schedule fires, in words and as times, and what became of the last one.',
  arguments: triggerPlace,
  options: {
    count: { type: 'text', value: 'N', about: 'How many of the next times.', fallback: '10', short: 'n' },
    json: { type: 'flag', about: 'Prints one JSON document.' },
    ...serverOption,
  },
  examples: [{ line: 'schedule show nightly_report nightly', about: 'Its next ten times.' }],
  async run({ args, values, host }) {
    const [{ createApiClient }, { timeText }, { lastText, nextText }, { printable }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../executions/execution-shape.ts'),
      import('../schedules/schedule-shape.ts'),
      import('../output/printable.ts'),
    ])
    const schedule = await createApiClient(host, values.server).get<ApiScheduleDetail>(triggerPath('schedules', args), {
      count: values.count,
    })
    if (values.json) {
      host.out.write(`${JSON.stringify(schedule, null, 2)}\n`)
      return exitCode.ok
    }
    const { sentence = 'Switched off in its file', last, lastExecution, upcoming } = schedule
    const lines = [
      sentence,
      `  next  ${nextText(schedule)}`,
      `  last  ${lastText(schedule)}${last?.message === undefined ? '' : `: ${printable(last.message)}`}`,
      ...(lastExecution === undefined
        ? []
        : [`  as    execution ${lastExecution.id}, ${lastExecution.status ?? 'no longer in the history'}`]),
      ...(upcoming.length === 0 ? [] : ['', schedule.isPaused ? 'Its times, if it were not paused:' : 'Its next times:']),
      ...upcoming.map((time) => `  ${timeText(time)}`),
    ]
    host.out.write(`${lines.join('\n')}\n`)
    return exitCode.ok
  },
})
