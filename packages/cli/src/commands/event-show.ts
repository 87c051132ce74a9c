import type { ApiEvent } from '../api/event-types.ts'
import { serverOption } from '../api/server-option.ts'
import { defineCommand } from '../command/command.ts'
import { exitCode } from '../exit-code.ts'

export const eventShow = defineCommand({
  name: 'event show',
  summary: 'Shows an event: what was sent, by whom, and what it has started.',
  arguments: [{ name: 'ID', about: 'The id of the event.' }],
  options: { json: { type: 'flag', about: 'Prints one JSON document.' }, ...serverOption },
  examples: [{ line: 'event show 01kqx3', about: 'With the reason where a filter failed.' }],
  async run({ args: [id = ''], values, host }) {
    const [{ createApiClient }, { timeText }, { sourceText }, { tellOutcome }, { printable }] = await Promise.all([
      import('../api/api-client.ts'),
      import('../executions/execution-shape.ts'),
      import('../events/event-shape.ts'),
      import('../events/event-outcome.ts'),
      import('../output/printable.ts'),
    ])
    const event = await createApiClient(host, values.server).get<ApiEvent>(`/events/${encodeURIComponent(id)}`)
    if (values.json) {
      host.out.write(`${JSON.stringify(event, null, 2)}\n`)
      return exitCode.ok
    }
    const lines = [
      printable(event.name),
      `  sent   ${timeText(event.at)}${sourceText(event) === '' ? '' : ` by ${sourceText(event)}`}`,
      ...(event.depth > 1 ? [`  chain  ${event.depth} events in a row, this one included`] : []),
      `  data   ${printable(JSON.stringify(event.data))}`,
      '',
      ...tellOutcome(event),
    ]
    host.out.write(`${lines.join('\n')}\n`)
    return exitCode.ok
  },
})
